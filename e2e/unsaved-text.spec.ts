import { expect, type Page } from '@playwright/test'
import { test } from './app.ts'

test.use({ hasDemo: true })

const screens = (page: Page) => page.getByRole('navigation', { name: 'Screens' })

async function openDemo(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.getByRole('button', { name: /Open the demo/ }).click()
  await expect(screens(page)).toBeVisible()
}

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

test('of two who write one guideline neither writes over the other unasked, and one may close the project', async ({
  page,
  browser,
  heddle,
}) => {
  const other = await (await browser.newContext()).newPage()
  const field = (at: Page) => at.getByRole('textbox', { name: 'Guideline for SPAM' })
  await page.addInitScript(() => localStorage.setItem('heddle.annotator', 'Ada'))
  for (const at of [page, other]) {
    await openDemo(at, heddle.url)
    await at.getByRole('link', { name: 'Settings' }).click()
  }
  await expect(field(page)).not.toHaveValue('what one writes')
  await field(page).fill('what one writes')
  await field(other).fill('what the other writes')
  await field(other).blur()
  await expect(page.getByText(/Somebody else has saved another text meanwhile: “what the other writes”/)).toBeVisible()
  await field(page).blur()
  await expect(field(page)).toHaveValue('what one writes')
  await expect(field(other)).toHaveValue('what the other writes')
  await page.getByRole('button', { name: 'Save mine' }).click()
  await expect(field(other)).toHaveValue('what one writes')

  // Whoever is still at work opens it again.
  await screens(page).getByRole('link', { name: 'Review' }).click()
  await expect(page.getByRole('article')).toBeVisible()
  await other.getByRole('button', { name: /Search and commands/ }).click()
  await other.keyboard.type('close project')
  await other.keyboard.press('Enter')
  await expect(other.getByRole('button', { name: /Open the demo/ })).toBeVisible()
  await page.bringToFront()
  await page.keyboard.press('1')
  const done = page.getByRole('region', { name: 'Done today' })
  await expect(done).toContainText('Done today 1')
  await page.waitForFunction(() => !Object.keys(localStorage).some(key => key.startsWith('heddle.decisions.')))
  await page.reload()
  await expect(done).toContainText('Done today 1')
})
