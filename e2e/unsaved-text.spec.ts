import { expect, type Page } from '@playwright/test'
import { test } from './app.ts'

test.use({ hasDemo: true })

const source = (page: Page) => page.getByRole('textbox', { name: 'Source of the labeling function' })
const lines = (page: Page) => page.getByRole('code').locator('.view-lines')
const screens = (page: Page) => page.getByRole('navigation', { name: 'Screens' })
const lfs = (page: Page) => page.getByRole('navigation', { name: 'Labeling functions' })

async function openDemo(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.getByRole('button', { name: /Open the demo/ }).click()
  await expect(screens(page)).toBeVisible()
}

async function typeInto(page: Page, name: string, text: string): Promise<void> {
  await screens(page).getByRole('link', { name: 'Labeling fns' }).click()
  await lfs(page).getByRole('link', { name }).click()
  await expect(page.getByRole('textbox', { name: 'Name of the labeling function' })).toHaveValue(name)
  await expect(lines(page)).not.toHaveText('')
  await source(page).focus()
  await page.keyboard.press('ControlOrMeta+Home')
  await page.keyboard.type(text)
}

test('what two windows type into functions is in both, and outlives them', async ({ page, context, heddle }) => {
  const other = await context.newPage()
  await openDemo(page, heddle.url)
  await openDemo(other, heddle.url)
  await typeInto(page, 'praise', '// of one ')
  await typeInto(other, 'check_out', '// of the other ')

  // The same function in both: what is typed here is seen there.
  await typeInto(other, 'praise', '// and more ')
  await page.bringToFront()
  await lfs(page).getByRole('link', { name: 'praise' }).click()
  await expect(lines(page)).toContainText(/and\smore\s\/\/\sof\sone/)
  await other.close()
  await page.reload()
  await expect(lines(page)).toContainText(/and\smore\s\/\/\sof\sone/)
  await lfs(page).getByRole('link', { name: 'check_out' }).click()
  await expect(lines(page)).toContainText(/of\sthe\sother/)
})

test('words that are not stored yet stay on the screen when the engine is gone, and outlive the page', async ({
  page,
  heddle,
}) => {
  await page.addInitScript(() => localStorage.setItem('heddle.annotator', 'Ada'))
  await openDemo(page, heddle.url)
  await screens(page).getByRole('link', { name: 'Review' }).click()
  const comment = page.getByRole('textbox', { name: 'Comment on the decision' })
  await comment.fill('half a comment')

  await page.getByRole('link', { name: 'Settings' }).click()
  const guideline = page.getByRole('textbox', { name: 'Guideline for SPAM' })
  await guideline.fill('Links to a channel, whatever else')
  await heddle.kill()
  await guideline.blur()
  await expect(guideline).toHaveValue('Links to a channel, whatever else')
  await heddle.restart()
  await page.goto(heddle.url)
  await expect(screens(page)).toBeVisible()
  await page.getByRole('link', { name: 'Settings' }).click()
  await expect(guideline).toHaveValue('Links to a channel, whatever else')
  await expect(page.getByText('Not saved yet')).toBeVisible()
  await guideline.focus()
  await guideline.blur()
  await expect(page.getByText('Not saved yet')).toBeHidden()
  await screens(page).getByRole('link', { name: 'Review' }).click()
  await expect(comment).toHaveValue('half a comment')
})
