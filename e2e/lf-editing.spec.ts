import { expect, type Page } from '@playwright/test'
import { test } from './app.ts'

test.use({ hasDemo: true })

const source = (page: Page) => page.getByRole('textbox', { name: 'Source of the labeling function' })
const lines = (page: Page) => page.getByRole('code').locator('.view-lines')
const list = (page: Page) => page.getByRole('navigation', { name: 'Labeling functions' })
const nameField = (page: Page) => page.getByRole('textbox', { name: 'Name of the labeling function' })
const figure = async (page: Page, name: RegExp) =>
  Number((await page.getByRole('tab', { name }).innerText()).match(/\d+/)![0])

/** A function of the demo, in the editor. */
async function open(page: Page, name: string): Promise<void> {
  await list(page).getByRole('link', { name }).click()
  await expect(nameField(page)).toHaveValue(name)
  await expect(lines(page)).not.toHaveText('')
}

async function openDemo(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.getByRole('button', { name: /Open the demo/ }).click()
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Labeling fns' }).click()
}

async function clear(page: Page): Promise<void> {
  await source(page).focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('Delete')
}

test('code is written with completion, and what it would do is seen while typing', async ({ page, heddle }) => {
  // It is there before a function is opened, so that it shows with the click.
  const editor = page.waitForResponse(/source-editor-[^/]+\.js$/)
  await openDemo(page, heddle.url)
  expect((await editor).ok()).toBe(true)
  await open(page, 'shouting')
  const [conflicts, wrong] = [await figure(page, /^Conflicts/), await figure(page, /^Wrong/)]
  await clear(page)
  await page.keyboard.type('(x) => h.')
  const suggestions = page.getByRole('listbox', { name: 'Suggest' })
  await expect(suggestions.getByRole('option', { name: /anyOf/ })).toBeVisible()
  await page.keyboard.type('anyO')
  await expect(page.locator('.suggest-details')).toContainText("For example: h.anyOf(x.text, ['subscribe'")
  await page.keyboard.press('Enter')
  await page.keyboard.type(`(x.text, ['song', 'love']) ? '`)
  await expect(suggestions.getByRole('option', { name: /SPAM/ })).toBeVisible()
  await page.keyboard.type('SPAM')
  await page.keyboard.press('Escape')
  await page.keyboard.press('End')
  await page.keyboard.type(' : ABSTAIN')
  await expect.poll(() => figure(page, /^Wrong/)).toBeGreaterThan(wrong + 20)
  expect(await figure(page, /^Conflicts/)).toBeGreaterThan(conflicts + 20)
  await expect(page.getByRole('region', { name: 'What it does' })).toContainText(/right on \d+ of \d+ gold records/)
  await expect(page.getByRole('region', { name: 'What it does' }).locator('mark').first()).toHaveText(/song|love/i)
  const more = 'x.fields.'
  await clear(page)
  await page.keyboard.type(`(x) => ${more}`)
  await expect(suggestions.getByRole('option', { name: /author/ })).toBeVisible()
  await expect(page.locator('.suggest-details')).toContainText(/RecordFields.author: string.*For example: /s)
})

test('code is laid out and what it declares renamed; a fault is shown at its line', async ({ page, heddle }) => {
  await openDemo(page, heddle.url)
  await open(page, 'short_comment')
  await clear(page)
  await page.keyboard.type(
    "(x) => {\nconst all=h.words(x.text)\nif (all.length==2) throw new Error('two')\nreturn null",
  )
  const faults = page.getByRole('tab', { name: /^Faults/ })
  await expect(faults).not.toHaveText(/Faults\s*0/)
  await faults.click()
  await expect(page.getByText('line 3').first()).toBeVisible()
  await source(page).focus()
  await page.keyboard.press('Shift+Alt+F')
  await expect(lines(page)).toContainText(/const\sall\s=\sh\.words\(x\.text\)/)
  await page.keyboard.press('ControlOrMeta+Home')
  await page.keyboard.press('ArrowDown')
  for (let i = 0; i < 9; i++) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('F2')
  const newName = page.getByRole('textbox', { name: /Rename input/ })
  await expect(newName).toHaveValue('all')
  await expect(newName).toBeFocused()
  await page.keyboard.type('words')
  await page.keyboard.press('Enter')
  await expect(lines(page)).toContainText(/const\swords\s=\sh\.words.*\(words\.length/s)
  await page.keyboard.press('ControlOrMeta+f')
  await page.keyboard.type('length')
  await expect(page.getByText('1 of 1', { exact: true })).toBeVisible()
})

test('several stay open, drafts and their undo outlive the page, and a name can be changed', async ({
  page,
  heddle,
}) => {
  await openDemo(page, heddle.url)
  await open(page, 'praise')
  const before = await lines(page).innerText()
  await source(page).focus()
  await page.keyboard.press('ControlOrMeta+Home')
  await page.keyboard.type('// first')
  await page.waitForTimeout(600)
  await page.keyboard.type(' and second')
  await open(page, 'check_out')
  await source(page).focus()
  await page.keyboard.press('ControlOrMeta+Home')
  await page.keyboard.type('// mine ')
  const tabs = page.getByRole('navigation', { name: 'Open in the editor' })
  await expect(tabs.getByRole('link')).toHaveText([/praise/, /check_out/])
  await page.waitForTimeout(600)

  await page.reload()
  await expect(tabs.getByRole('link')).toHaveText([/praise/, /check_out/])
  await page.keyboard.press('Alt+PageUp')
  await expect(nameField(page)).toHaveValue('praise')
  await expect(lines(page)).toContainText(/\/\/\sfirst\sand\ssecond/)
  await source(page).focus()
  await page.keyboard.press('ControlOrMeta+z')
  await expect(lines(page)).toContainText(/\/\/\sfirst(?!\sand)/)
  await page.keyboard.press('ControlOrMeta+z')
  await expect.poll(() => lines(page).innerText()).toBe(before)

  await nameField(page).fill('kind_words')
  await page.keyboard.press('ControlOrMeta+s')
  await expect(page.getByRole('button', { name: /^Saved/ })).toBeVisible()
  await expect(list(page).getByRole('link', { name: /kind_words/ })).toBeVisible()
  await expect(list(page).getByRole('link', { name: /praise/ })).toHaveCount(0)
  await expect(tabs.getByRole('link')).toHaveText([/kind_words/, /check_out/])
  await tabs.getByRole('button', { name: 'Close kind_words' }).click()
  await expect(nameField(page)).toHaveValue('check_out')
})

test('an old version is compared with the latest and restored', async ({ page, heddle }) => {
  await openDemo(page, heddle.url)
  await open(page, 'subscribe')
  const before = await lines(page).innerText()
  const votes = await figure(page, /^Votes/)
  await clear(page)
  await page.keyboard.type(`(x) => /subscribe now/i.test(x.text) ? 'SPAM' : ABSTAIN`)
  await page.keyboard.press('ControlOrMeta+s')
  await page.getByTitle('Look at the versions').click()
  const dialog = page.getByRole('dialog', { name: 'Versions of subscribe' })
  await expect(dialog.getByRole('row', { name: /^Right on gold/ })).toContainText('n ')
  await expect(dialog.getByText(/They answer differently on \d+ records/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Restore version 1' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByTitle('Look at the versions')).toHaveText('version 3')
  await expect.poll(() => lines(page).innerText()).toBe(before)
  await expect.poll(() => figure(page, /^Votes/)).toBe(votes)
})
