import { expect } from '@playwright/test'
import { test } from './app.ts'

test('a filter becomes a slice, bad slices are found and kept, and every number opens its records', async ({
  page,
  heddle,
}) => {
  test.setTimeout(240_000)
  await page.goto(heddle.url)
  await page.getByRole('button', { name: /demo/i }).first().click()
  const screens = page.getByRole('navigation', { name: 'Screens' })
  const sentence = page.getByRole('heading', { level: 1 })
  await expect(screens).toBeVisible({ timeout: 120_000 }) // the demo is made first

  await screens.getByRole('link', { name: 'Records' }).click()
  await page.getByRole('textbox', { name: 'Search the records' }).fill('subscribe')
  await expect(sentence).toContainText('have “subscribe”')
  const found = Number(/^[\d,]+/.exec(await sentence.innerText())![0].replace(',', ''))
  await page.getByRole('button', { name: 'Save as slice…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Save as slice' })
  await expect(dialog.getByRole('combobox', { name: 'Name' })).toHaveValue('subscribe')
  await dialog.getByRole('combobox', { name: 'Name' }).fill('subscribers')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()

  await screens.getByRole('link', { name: 'Analysis' }).click()
  await page.getByRole('combobox', { name: 'Slice' }).selectOption('subscribers')
  await expect(sentence).toContainText('in the slice subscribers')
  const lfTable = page.getByRole('grid', { name: 'Labeling functions' })
  const votes = lfTable.getByRole('row').filter({ hasText: 'own_channel' }).getByRole('link').nth(4)
  const counted = await votes.innerText()
  await votes.click()
  await expect(sentence).toContainText(new RegExp(`^${counted} of 2,056 records fit these filters`))

  await page.goBack()
  await page.getByRole('tab', { name: 'Slices' }).click()
  await page.getByRole('button', { name: 'New slice by a function…' }).click()
  const editor = page.getByRole('dialog', { name: 'New slice by a function' })
  await editor.getByRole('textbox', { name: 'Name' }).fill('very short')
  await editor.getByRole('button', { name: 'Save and run' }).click()
  await expect(editor).toBeHidden({ timeout: 60_000 })

  // It is called otherwise, holds other records, and goes back to what it was.
  const slices = page.getByRole('table', { name: 'Slices', exact: true })
  const short = slices.getByRole('row').filter({ hasText: 'short' })
  const before = await short.getByRole('link').nth(1).innerText()
  await slices.getByRole('button', { name: 'Edit slice very short' }).click()
  const edited = page.getByRole('dialog', { name: 'Slice very short' })
  await edited.getByRole('textbox', { name: 'Name' }).fill('short ones')
  await edited.getByRole('textbox', { name: 'Function of the slice' }).focus()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.insertText('x => x.text.length < 5')
  await edited.getByRole('button', { name: 'Save and run' }).click()
  await expect(edited).toBeHidden({ timeout: 60_000 })
  await expect(short.getByRole('link').nth(1)).not.toHaveText(before)
  await slices.getByRole('button', { name: 'Versions of slice short ones' }).click()
  const versions = page.getByRole('dialog', { name: 'Versions of short ones' })
  await expect(versions.getByText('x.text.length < 20')).toBeVisible()
  await versions.getByRole('button', { name: 'Restore version 1' }).click()
  await expect(versions).toBeHidden({ timeout: 60_000 })
  await expect(short.getByRole('link').nth(1)).toHaveText(before)

  await page.getByRole('button', { name: /Score and find bad slices on .*reference/ }).click()
  const mine = slices.getByRole('row').filter({ hasText: 'subscribers' })
  await expect(mine.getByRole('link').nth(2)).toHaveText(String(found), { timeout: 90_000 })
  const worst = page
    .getByRole('table', { name: /^Found by words/ })
    .getByRole('row')
    .nth(1)
  const name = await worst.getByRole('rowheader').innerText()
  const wrong = await worst.getByRole('link').nth(1).innerText()
  await worst.getByRole('button', { name: `Keep ${name}` }).click()
  await expect(worst.getByText(/^kept as /)).toBeVisible({ timeout: 60_000 })
  await expect(slices.getByRole('row')).toHaveCount(4)
  await worst.getByRole('link').nth(1).click()
  await expect(sentence).toContainText(`${wrong} of 2,056 records are wrong when scored`)

  await screens.getByRole('link', { name: 'Review' }).click()
  await page.getByRole('combobox', { name: 'Slice' }).selectOption('short ones')
  await expect(
    page.getByRole('navigation', { name: 'Queue' }).getByRole('heading', { name: /^[1-9]\d{0,2} records wait$/ }),
  ).toBeVisible()
  await screens.getByRole('link', { name: 'Export' }).click()
  await page.getByRole('combobox', { name: 'Slice' }).selectOption('subscribers')
  await expect(sentence).toContainText(`${found} of 2,056 records will be written`)
})
