import { expect } from '@playwright/test'
import { importComments, test } from './app.ts'

test('a search marks its words, and an import that is given up goes back to it', async ({ page, heddle }) => {
  await page.goto(heddle.url)
  await importComments(page)
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Records' }).click()
  await expect(
    page.getByRole('grid', { name: 'Records' }).getByRole('gridcell', { name: 'train-1', exact: true }),
  ).toBeVisible()
  await page.keyboard.press('/')
  await expect(page.getByRole('textbox', { name: 'Search the records' })).toBeFocused()
  await page.keyboard.type('subscribe')
  const sentence = page.getByRole('heading', { level: 1 })
  await expect(sentence).toContainText(/of 2,056 records have “subscribe”/)
  const grid = page.getByRole('grid', { name: 'Records' })
  await expect(grid.locator('mark').first()).toHaveText(/^subscribe/i)
  await grid.getByRole('gridcell', { name: 'train-1', exact: true }).click()
  const record = page.getByRole('complementary', { name: 'Record train-1' })
  await expect(record).toBeVisible()

  await page
    .getByRole('toolbar', { name: 'Records' })
    .getByRole('button', { name: /^Import/ })
    .click()
  await expect(page.getByRole('dialog', { name: 'Import records' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(sentence).toContainText('have “subscribe”')
  await expect(record).toBeVisible()
})
