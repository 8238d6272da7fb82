import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { test } from './app.ts'

/** Greetings are HAM and offers SPAM; r7 and r8 have the wrong gold, and two twins differ. */
function labeledFile(folder: string): string {
  const rows = Array.from({ length: 60 }, (_, i) => {
    const text = i % 2 === 0 ? `hello my friend ${i} how was your evening` : `win free money ${i} now and click here`
    return `r${i},${text},${(i % 2 === 0) === (i !== 7 && i !== 8) ? 'HAM' : 'SPAM'}`
  })
  rows.push('twin-1,the very same words to all of you,HAM', 'twin-2,The very same words to all of you!,SPAM')
  const path = join(folder, 'labeled.csv')
  writeFileSync(path, `id,text,gold\n${rows.join('\n')}\n`)
  return path
}

async function openQuality(page: Page, file: string): Promise<void> {
  await page.getByRole('button', { name: /New project/ }).click()
  const dialog = page.getByRole('dialog', { name: 'New project' })
  const chooser = page.waitForEvent('filechooser')
  await dialog.getByRole('button', { name: /Choose a file/ }).click()
  await (await chooser).setFiles(file)
  await dialog.getByRole('button', { name: 'Next: columns' }).click()
  await dialog.getByRole('button', { name: 'Next: classes' }).click()
  await dialog.getByRole('button', { name: 'Import and open' }).click()
  await expect(dialog).toBeHidden()
  await page.keyboard.press('g')
  await page.keyboard.press('q')
  await expect(page.getByRole('heading', { name: 'Gold and proposals have not been checked yet.' })).toBeVisible()
}

test('likely wrong gold is looked at again and decided by keys, kept or changed, and taken back', async ({
  page,
  heddle,
}) => {
  await page.goto(heddle.url)
  await openQuality(page, labeledFile(join(heddle.folder, '..')))
  await page.getByRole('button', { name: /Check gold and proposals/ }).click()
  const sentence = page.getByRole('heading', { level: 1 })
  await expect(sentence).toContainText(/^\d of 62 gold labels look wrong, and \d groups? of near-duplicates/, {
    timeout: 60_000,
  })
  const list = page.getByRole('list', { name: /^Likely wrong gold/ })
  const wrong = list.getByRole('button').filter({ hasText: /win free money 7 now|my friend 8 how/ })
  await expect(wrong).toHaveCount(2)

  await wrong.first().click()
  const id = (
    await page
      .getByRole('complementary', { name: /^Record r[78]$/ })
      .getByRole('heading', { level: 2 })
      .innerText()
  ).trim()
  await page.keyboard.press('Enter')
  const name = page.getByRole('dialog', { name: /Who/ })
  await name.getByRole('textbox').fill('Ada')
  await page.keyboard.press('Enter')
  await expect(wrong).toHaveCount(1)
  await expect(page.getByRole('status').filter({ hasText: id })).toContainText(/ is (HAM|SPAM)\.$/)

  // The other one stays as it is: to look again is a decision too.
  await wrong.first().click()
  await page.keyboard.press((await wrong.first().innerText()).startsWith('HAM') ? '1' : '2')
  await expect(wrong).toHaveCount(0)
  await expect(page.getByText('gold, votes or records have changed since')).toBeVisible()
  await page.keyboard.press('u')
  await expect(wrong).toHaveCount(1)
})

test('a contradiction is settled, the annotators are compared, and a record is opened', async ({ page, heddle }) => {
  await page.goto(heddle.url)
  await openQuality(page, labeledFile(join(heddle.folder, '..')))
  await page.keyboard.press('c')
  await page.getByRole('tab', { name: /Contradictions/ }).click()
  const list = page.getByRole('list', { name: /^Contradictions/ })
  const twins = list.getByRole('button').filter({ hasText: /very same words/ })
  await expect(twins).toHaveCount(2, { timeout: 60_000 })
  await twins.nth(1).click()
  await page.getByRole('complementary', { name: 'Record twin-2' }).getByRole('button', { name: /HAM/ }).click()
  await page.getByRole('dialog', { name: /Who/ }).getByRole('textbox').fill('Ada')
  await page.keyboard.press('Enter')
  await expect(twins).toHaveCount(0)

  await page.getByRole('tab', { name: /Annotators/ }).click()
  await expect(page.getByRole('table', { name: 'Annotators' }).getByRole('row', { name: /^Ada 1 / })).toBeVisible()

  await page.getByRole('tab', { name: /Likely wrong/ }).click()
  await page.getByRole('complementary').getByRole('link', { name: 'Open among the records' }).click()
  await expect(page.getByRole('complementary', { name: /^Record r/ })).toContainText('imported')
})
