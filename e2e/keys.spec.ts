import { expect, type Page } from '@playwright/test'
import { test } from './app.ts'

test.use({ hasDemo: true })

const record = (page: Page) => page.getByRole('article')
const done = (page: Page) => page.getByRole('region', { name: 'Done today' })
const keysDialog = (page: Page) => page.getByRole('dialog', { name: 'Keys' })

async function openReview(page: Page): Promise<void> {
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible({ timeout: 60_000 })
  await page.keyboard.press('g')
  await page.keyboard.press('v')
  await expect(record(page)).toBeVisible()
}

test('every key can be changed, accept too: conflicts are refused in words, hints follow, the usual keys come back', async ({
  page,
  heddle,
}) => {
  await page.addInitScript(() => {
    if (!localStorage.getItem('heddle.annotator')) localStorage.setItem('heddle.annotator', 'Ada')
  })
  await page.goto(heddle.url)
  await page.getByRole('button', { name: /Open the demo/ }).click()
  await openReview(page)

  await page.keyboard.press('?')
  const dialog = keysDialog(page)
  await dialog.getByRole('button', { name: 'Change ↵: Accept the proposal' }).click()
  await page.keyboard.press('s')
  await expect(dialog.getByRole('alert')).toContainText('S is “Skip: ask again later” already')
  await page.keyboard.press('g')
  await expect(dialog.getByRole('alert')).toContainText('G begins')
  await page.keyboard.press('q')
  await expect(dialog.getByRole('button', { name: 'Change Q: Accept the proposal' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Change S: Skip: ask again later' }).click()
  await page.keyboard.press('Escape')
  await expect(dialog.getByRole('button', { name: 'Change S: Skip: ask again later' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()

  await expect(page.getByRole('group', { name: 'Classes' })).toContainText('Q')
  await page.keyboard.press('Enter')
  await expect(done(page)).toContainText('Done today 0')
  await page.keyboard.press('q')
  await expect(done(page)).toContainText('Done today 1')

  // Kept for the next visit, and another person has the usual keys.
  await page.reload()
  await expect(record(page)).toBeVisible()
  await page.keyboard.press('q')
  await expect(done(page)).toContainText('Done today 2')
  await page.evaluate(() => localStorage.setItem('heddle.annotator', 'Bob'))
  await page.reload()
  await expect(record(page)).toBeVisible()
  await page.keyboard.press('q')
  await page.keyboard.press('Enter')
  await expect(done(page)).toContainText('Done today 1')

  await page.evaluate(() => localStorage.setItem('heddle.annotator', 'Ada'))
  await page.reload()
  await expect(record(page)).toBeVisible()
  await page.keyboard.press('?')
  await keysDialog(page).getByRole('button', { name: 'All back to the usual keys' }).click()
  await expect(keysDialog(page).getByRole('button', { name: 'Change ↵: Accept the proposal' })).toBeVisible()
})

test('the explanation of what has focus goes with the first key', async ({ page, heddle }) => {
  await page.goto(heddle.url)
  await page.getByRole('button', { name: /Open the demo/ }).click()
  const link = page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: /Review/ })
  await link.click()
  await expect(record(page)).toBeVisible()
  await page.keyboard.press('1')
  await page.getByRole('textbox', { name: 'Your name' }).fill('Ada')
  await page.keyboard.press('Enter')
  await expect(link).toBeFocused()
  await expect(page.getByRole('tooltip')).toBeVisible()
  await page.keyboard.press('1')
  await expect(done(page)).toContainText('Done today 2')
  await expect(page.getByRole('tooltip')).toBeHidden()
})
