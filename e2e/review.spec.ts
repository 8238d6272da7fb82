import { expect, type Page } from '@playwright/test'
import { test } from './app.ts'

/** A browser that was in a project before is there again. */
async function openDemo(page: Page, url: string): Promise<void> {
  await page.goto(url)
  const demo = page.getByRole('button', { name: /Open the demo/ })
  const screens = page.getByRole('navigation', { name: 'Screens' })
  await expect(demo.or(screens)).toBeVisible()
  if (await demo.isVisible()) await demo.click()
  await expect(screens).toBeVisible({ timeout: 60_000 })
}

const goldCount = (page: Page) => page.getByRole('banner').getByRole('link', { name: /^gold/ })

const doneToday = (page: Page) => page.getByRole('region', { name: 'Done today' })

async function startReview(page: Page): Promise<void> {
  await page.keyboard.press('g')
  await page.keyboard.press('v')
  await expect(page.getByRole('article')).toBeVisible()
}

test('decisions that were acknowledged survive a killed process', async ({ page, heddle }) => {
  await openDemo(page, heddle.url)
  await startReview(page)
  await page.keyboard.press('1')
  await page.getByRole('dialog', { name: 'Who is at work?' }).getByLabel('Your name').fill('Ada')
  await page.keyboard.press('Enter')
  await expect(doneToday(page)).toContainText('Done today 1')
  for (let done = 2; done <= 6; done++) {
    await page.keyboard.press(done % 2 === 0 ? '2' : '1')
    await expect(doneToday(page)).toContainText(`Done today ${done}`)
  }
  await expect(page.getByText('not kept yet')).toBeHidden()
  await expect(goldCount(page)).toContainText('376')

  await heddle.kill()
  await heddle.restart()
  await openDemo(page, heddle.url)
  await expect(goldCount(page)).toContainText('376')
  await startReview(page)
  await expect(doneToday(page)).toContainText('Done today 6')
  await page.keyboard.press('u')
  await expect(doneToday(page)).toContainText('Done today 5')
  await expect(goldCount(page)).toContainText('375')
})

test('the place that a vote rests on is marked in the text', async ({ page, heddle }) => {
  await openDemo(page, heddle.url)
  await startReview(page)
  const article = page.getByRole('article')
  // Not every function points at words: the first record on which one does.
  await expect(async () => {
    await page.keyboard.press('j')
    await expect(article.locator('mark').first()).toBeVisible({ timeout: 500 })
  }).toPass()
  const words = await article.locator('mark').first().innerText()
  expect(await article.innerText()).toContain(words)
})
