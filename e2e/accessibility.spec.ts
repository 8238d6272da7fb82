import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { test } from './app.ts'

/** The rules that a theme can break; all others look at what is there, in whatever colours. */
const RULES_OF_COLOUR = ['color-contrast', 'link-in-text-block']

/** Axe finds nothing of the two grades that keep people out, once what is fetched and what fades in is there. */
async function expectNothingSerious(page: Page, screen: string): Promise<void> {
  // The screens have no frames, for which axe would open another page each time.
  const axe = () => new AxeBuilder({ page }).setLegacyMode()
  await page.emulateMedia({ colorScheme: 'light' })
  await expectOf(axe().options({ resultTypes: ['violations'] }), `${screen}, light`)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectOf(axe().withRules(RULES_OF_COLOUR), `${screen}, dark`)
}

async function expectOf(axe: AxeBuilder, where: string): Promise<void> {
  await expect(async () => {
    const { violations } = await axe.analyze()
    const found = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}. ${html.slice(0, 200)}`))
    expect(found, where).toEqual([])
  }).toPass({ timeout: 60_000 })
}

async function openDemo(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.getByRole('button', { name: /Open the demo/ }).click()
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible({ timeout: 60_000 })
}

test.describe('in both themes', () => {
  test.use({ reducedMotion: 'reduce' })

  test('axe finds nothing serious on any screen', async ({ page, heddle }) => {
    test.setTimeout(600_000)
    await page.goto(heddle.url)
    await expect(page.getByRole('heading', { name: 'Heddle' })).toBeVisible()
    await expectNothingSerious(page, 'start')
    await page.getByRole('button', { name: /New project/ }).click()
    await expect(page.getByRole('dialog', { name: 'New project' })).toBeVisible()
    await expectNothingSerious(page, 'new project')
    await page.keyboard.press('Escape')

    await openDemo(page, heddle.url)
    const screens = page.getByRole('navigation', { name: 'Screens' }).getByRole('link')
    const addresses = await screens.evaluateAll(links => links.map(link => link.getAttribute('href')!))
    for (const address of new Set(addresses)) {
      await page.evaluate(to => (location.hash = to), address)
      await expect(page.getByRole('main')).toBeVisible()
      await expectNothingSerious(page, address)
      const below = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)
      expect(below, `${address}: the page scrolls beside the screen`).toBe(0)
    }
    for (const [key, name] of [
      ['?', 'Keys'],
      ['/', 'Search and commands'],
    ] as const) {
      await page.evaluate(() => (location.hash = '#/review'))
      await expect(page.getByRole('article')).toBeVisible()
      await page.keyboard.press(key)
      await expect(page.getByRole('dialog', { name })).toBeVisible()
      await expectNothingSerious(page, name)
      await page.keyboard.press('Escape')
    }
  })
})

test('a screen reader hears the record, the proposal, and what a key did', async ({ page, heddle }) => {
  await page.addInitScript(() => localStorage.setItem('heddle.annotator', 'Ada'))
  await openDemo(page, heddle.url)
  await page.keyboard.press('g')
  await page.keyboard.press('v')
  const record = page.getByRole('article')
  await expect(record).toBeVisible()
  const spoken = page.getByRole('status', { name: 'Result of keys' })
  const textShown = async () => (await record.locator('div.text').innerText()).trim()
  const proposal = page.getByRole('complementary', { name: 'Evidence' }).getByRole('heading', { name: /Proposal/ })

  await expect(spoken).toContainText((await textShown()).slice(0, 60))
  await expect(proposal).toBeVisible()
  await expect(spoken).toContainText(/Proposed: (HAM|SPAM), \d+ percent/)

  const before = await textShown()
  await page.keyboard.press('1')
  await expect(spoken).toContainText(/^(HAM|SPAM)\. /)
  expect(await textShown()).not.toBe(before)
  await expect(spoken).toContainText((await textShown()).slice(0, 60))
  await page.keyboard.press('u')
  await expect(spoken).toContainText(/^Taken back: (HAM|SPAM)/)
  await expect(spoken).toContainText(before.slice(0, 60))
  await page.keyboard.press('s')
  await expect(spoken).toContainText(/^Skipped\. /)
})
