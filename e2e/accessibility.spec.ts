import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { test } from './app.ts'

/** What axe finds on the page as it is, of the two grades that keep people out. */
async function serious(page: Page): Promise<string[]> {
  // What is still fading in has another contrast for a moment.
  await page.waitForFunction(() => document.getAnimations().every(each => each.playState !== 'running'))
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, any }) => `${id}: ${help}. ${html.slice(0, 160)} ${any[0]?.message ?? ''}`),
    )
}

async function openDemo(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.getByRole('button', { name: /Open the demo/ }).click()
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible({ timeout: 60_000 })
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, reducedMotion: 'reduce' })

    test(`axe finds nothing serious on any screen, ${colorScheme}`, async ({ page, heddle }) => {
      test.slow()
      await page.goto(heddle.url)
      await expect(page.getByRole('heading', { name: 'Heddle' })).toBeVisible()
      expect.soft(await serious(page), 'start').toEqual([])
      await page.getByRole('button', { name: /New project/ }).click()
      await expect(page.getByRole('dialog', { name: 'New project' })).toBeVisible()
      expect.soft(await serious(page), 'new project').toEqual([])
      await page.keyboard.press('Escape')

      await openDemo(page, heddle.url)
      const screens = page.getByRole('navigation', { name: 'Screens' }).getByRole('link')
      const addresses = await screens.evaluateAll(links => links.map(link => link.getAttribute('href')!))
      for (const address of new Set(addresses)) {
        await page.goto(new URL(address, heddle.url).href)
        await expect(page.getByRole('main')).toBeVisible()
        await page.waitForLoadState('networkidle')
        await expect(page.locator('[aria-busy="true"], .skeleton')).toHaveCount(0)
        expect.soft(await serious(page), address).toEqual([])
      }
      for (const [key, name] of [
        ['?', 'Keys'],
        ['/', 'Search and commands'],
      ] as const) {
        await page.goto(new URL('#/review', heddle.url).href)
        await expect(page.getByRole('article')).toBeVisible()
        await page.keyboard.press(key)
        await expect(page.getByRole('dialog', { name })).toBeVisible()
        expect.soft(await serious(page), name).toEqual([])
        await page.keyboard.press('Escape')
      }
    })
  })
}

test('a screen reader hears the record, the proposal, and what a key did', async ({ page, heddle }) => {
  await page.addInitScript(() => localStorage.setItem('heddle.annotator', 'Ada'))
  await openDemo(page, heddle.url)
  await page.keyboard.press('g')
  await page.keyboard.press('v')
  const record = page.getByRole('article')
  await expect(record).toBeVisible()
  const spoken = page.getByRole('status', { name: 'Result of keys' })
  const textShown = async () => (await record.locator('.text').innerText()).trim()
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
