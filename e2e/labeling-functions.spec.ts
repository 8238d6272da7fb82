import { expect, type Page } from '@playwright/test'
import { importComments, test } from './app.ts'

/** A new function from the code template, in the editor of a project that has none yet. */
async function beginFunction(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await importComments(page)
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Labeling fns' }).click()
  const form = page.getByRole('form', { name: 'What should it notice?' })
  await form.getByText('anything, in TypeScript').click()
}

/** Types a source in the place of the one that is there. */
async function write(page: Page, source: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Source of the labeling function' }).focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('Delete')
  await page.keyboard.type(source)
}

const shownSource = (page: Page) => page.getByRole('code').locator('.view-lines')

test('what a function would do stays in sight while its text does not compile', async ({ page, heddle }) => {
  await beginFunction(page, heddle.url)
  await write(page, String.raw`(x) => /subscribe/i.test(x.text) ? 'SPAM' : ABSTAIN`)
  const votes = page.getByRole('tab', { name: /^Votes/ })
  await expect(votes).not.toHaveText(/Votes\s*0/)
  const before = await votes.innerText()

  await page.keyboard.type(' )')
  await expect(page.getByRole('region', { name: 'What it does' })).toContainText(/as soon as it compiles/)
  expect(await votes.innerText()).toBe(before)
})

test('a save leaves the caret where it is, also the first one', async ({ page, heddle }) => {
  await beginFunction(page, heddle.url)
  await page.getByRole('textbox', { name: 'Name of the labeling function' }).fill('vote_nothing')
  await write(page, '(x) => null')
  for (const more of [' // one', ' and two', ' and three']) {
    await page.keyboard.press('ControlOrMeta+s')
    await expect(page.getByRole('button', { name: /^Saved/ })).toBeVisible()
    await page.keyboard.type(more)
  }
  await expect(shownSource(page)).toHaveText(/\(x\)\s=>\snull\s\/\/\sone\sand\stwo\sand\sthree/)
})

test('what is typed while the first save is under way stays a draft', async ({ page, heddle }) => {
  await beginFunction(page, heddle.url)
  await page.getByRole('textbox', { name: 'Name of the labeling function' }).fill('vote_nothing')
  await write(page, '(x) => null')
  await page.keyboard.press('ControlOrMeta+s')
  await page.keyboard.type(' // typed at once, and on', { delay: 10 })
  const version = page.getByTitle('Look at the versions')
  await expect(version).toHaveText('version 1 + draft')
  await expect(shownSource(page)).toHaveText(/null\s\/\/\styped\sat\sonce,\sand\son$/)
  await page.keyboard.press('ControlOrMeta+s')
  await expect(version).toHaveText('version 2')
})
