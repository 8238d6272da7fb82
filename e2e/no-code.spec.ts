import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { importComments, test } from './app.ts'

const votes = (page: Page) => page.getByRole('tab', { name: /^Votes/ })
const code = (page: Page) => page.getByRole('region', { name: 'As code' })

async function openScreen(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await importComments(page)
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Labeling fns' }).click()
}

/** A new function of one kind, begun with what it should notice. */
async function begin(page: Page, kind: RegExp, noticed = ''): Promise<void> {
  const form = page.getByRole('form', { name: 'What should it notice?' })
  if (!(await form.isVisible())) await page.getByRole('button', { name: 'New labeling function' }).click()
  await form.getByRole('textbox', { name: 'What should it notice?' }).fill(noticed)
  await form.getByRole('button', { name: kind }).click()
}

async function save(page: Page, name: string): Promise<void> {
  await expect(votes(page)).not.toHaveText(/Votes\s*0(?!\d)/)
  await page.keyboard.press('ControlOrMeta+s')
  await expect(page.getByRole('button', { name: /^Saved/ })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Name of the labeling function' })).toHaveValue(name)
}

test('without code: words, a pattern, a list, a number and examples become functions that vote', async ({
  page,
  heddle,
}) => {
  await openScreen(page, heddle.url)
  await begin(page, /^Words/, 'subscribe, my channel')
  await expect(code(page)).toContainText("h.anyOf(x.text, ['subscribe', 'my channel']) ? 'SPAM'")
  await save(page, 'has_subscribe')

  await begin(page, /^Pattern/)
  await expect(page.getByRole('region', { name: 'What it does' })).toContainText('Give a regular expression')
  await page.getByRole('textbox', { name: 'Regular expression' }).fill('check\\s+(')
  await expect(page.getByText(/Invalid regular expression/).first()).toBeVisible()
  await expect(page.getByRole('button', { name: /^Save/ })).toBeDisabled()
  await page.getByRole('textbox', { name: 'Regular expression' }).fill('check\\s+(it\\s+)?out')
  await expect(page.getByRole('region', { name: 'What it does' }).locator('mark').first()).toHaveText(
    /check\s+(it\s+)?out/i,
  )
  await save(page, 'matches_check_s_it_s_out')

  await begin(page, /^Dictionary/)
  const path = join(heddle.folder, '..', 'artists.csv')
  writeFileSync(path, 'name,class\nkaty perry,HAM\nshakira,HAM\nfree money,SPAM\n')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Import a list…' }).click()
  await (await chooser).setFiles(path)
  const dialog = page.getByRole('dialog', { name: 'Import a list' })
  await expect(dialog.getByLabel('Class, or alias of')).toHaveValue('class')
  await dialog.getByRole('button', { name: 'Import the list' }).click()
  await expect(page.getByLabel('Then it votes')).toHaveValue('')
  await save(page, 'in_artists')

  await begin(page, /^Number/)
  const line = page.getByRole('slider', { name: 'Limit of the number of words' })
  const chart = (await line.locator('..').boundingBox())!
  await page.mouse.move(chart.x + chart.width * 0.5, chart.y + 20)
  await page.mouse.down()
  await page.mouse.move(chart.x + chart.width * 0.1, chart.y + 20, { steps: 4 })
  await page.mouse.up()
  const limit = Number(await page.getByLabel('Limit', { exact: true }).inputValue())
  expect(limit).toBeGreaterThan(0)
  await line.press('ArrowRight')
  await expect(page.getByLabel('Limit', { exact: true })).toHaveValue(String(limit + 1))
  await page.getByLabel('Then it votes').selectOption('HAM')
  await expect(code(page)).toContainText(`h.words(x.text).length <= ${limit + 1} ? 'HAM'`)
  await save(page, 'few_words')

  await begin(page, /^Like examples/, 'please check out my channel and subscribe')
  await expect(code(page)).toContainText("['subscribe', ")
  await save(page, 'like_please_check_out_my_chan')

  await page.getByRole('button', { name: 'Apply 5 LFs' }).click()
  await expect(page.getByRole('button', { name: 'All applied' })).toBeVisible()
})

test('a form outlives the page, is restored from its history, and goes on as code', async ({ page, heddle }) => {
  await openScreen(page, heddle.url)
  await begin(page, /^Words/, 'subscribe')
  await save(page, 'has_subscribe')
  const words = page.getByRole('textbox', { name: 'Words or phrases' })
  await words.fill('subscribe, share,')
  await page.reload()
  await expect(words).toHaveValue('subscribe, share')
  await page.keyboard.press('ControlOrMeta+s')
  const version = page.getByTitle('Look at the versions')
  await expect(version).toHaveText('version 2')

  await version.click()
  await page.getByRole('dialog').getByRole('button', { name: 'Restore version 1' }).click()
  await expect(words).toHaveValue('subscribe')
  await code(page).getByRole('button', { name: 'Edit as code' }).click()
  await expect(page.getByRole('code').locator('.view-lines')).toContainText('h.anyOf')
  await page.keyboard.press('ControlOrMeta+s')
  await expect(version).toHaveText('version 4')
})
