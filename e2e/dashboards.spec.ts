import { expect, type Locator, type Page } from '@playwright/test'
import { test } from './app.ts'

test.use({ hasDemo: true })

const goTo = (page: Page, screen: string) =>
  page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: screen }).click()

const numberIn = (text: string, pattern: RegExp): number => Number(pattern.exec(text)![1]!.replaceAll(',', ''))

async function expectFound(page: Page, count: number): Promise<void> {
  await expect(page.getByRole('grid', { name: 'Records' })).toHaveAttribute('aria-rowcount', String(count + 1))
}

/** Opens a number and comes back: the records are as many as it says. */
async function expectOpens(page: Page, link: Locator, count: number): Promise<void> {
  await link.click()
  await expectFound(page, count)
  await page.goBack()
}

test('advice leads to its records, to a new LF and to a better number; cells of every table open what they count; the project is closed without an error', async ({
  page,
  heddle,
}) => {
  const errors: Error[] = []
  page.on('pageerror', error => errors.push(error))
  await page.goto(heddle.url)
  await page.getByRole('button', { name: /Open the demo/ }).click()
  const advice = page.getByRole('region', { name: 'What helps most' })
  const about = advice.getByRole('link', { name: /^\d+ records about “.*” have no vote$/ }).first()
  const sentence = await about.innerText()
  const stages = page.getByRole('region', { name: 'From records to a data set' })
  const covered = async () => numberIn(await stages.innerText(), /([\d,]+) records covered/)
  const before = await covered()

  await about.click()
  await expectFound(page, numberIn(sentence, /^(\d+)/))
  await page.getByRole('row').nth(1).click()
  const record = page.getByRole('complementary', { name: /^Record / })
  await expect(record.getByRole('region', { name: 'History of its label' })).toBeVisible()
  await page.getByRole('button', { name: 'Make a labeling function' }).click()
  await page.getByRole('menuitem', { name: 'that votes HAM' }).click()
  await expect(page.getByRole('tab', { name: /Votes/ })).not.toHaveText(/Votes\s*0(?!\d)/)
  const name = await page.getByRole('textbox', { name: 'Name of the labeling function' }).inputValue()
  await page.keyboard.press('ControlOrMeta+s')
  await page.getByRole('button', { name: 'Apply 1 LF', exact: true }).click()
  await expect(page.getByRole('button', { name: 'All applied' })).toBeVisible()

  await goTo(page, 'Overview')
  await expect(advice.getByRole('link', { name: sentence, exact: true })).toBeHidden()
  expect(await covered()).toBeGreaterThan(before)
  const history = page.getByRole('figure', { name: 'Records by state' })
  await history.getByRole('button', { name: 'Show the numbers as a table' }).click()
  await expect(history.getByRole('row', { name: `labeling functions applied: ${name} v1 gold` })).toBeVisible()
  const newest = history.getByRole('row').filter({ has: page.getByRole('button') })
  await expect(newest.first().getByRole('cell', { name: 'gold', exact: true })).toBeVisible()
  const goldNow = numberIn(await newest.first().innerText(), /gold\s+([\d,]+)/)
  await newest.first().getByRole('button').click()
  await expectFound(page, goldNow)
  await goTo(page, 'Overview')
  const gold = page
    .getByRole('region', { name: /Class balance/ })
    .getByTitle(/with gold$/)
    .first()
  await expectOpens(page, gold, numberIn((await gold.getAttribute('title'))!, /^([\d,]+) of/))

  await goTo(page, 'Analysis')
  const table = page.getByRole('grid', { name: 'Labeling functions' })
  const conflicts = table.getByRole('row').nth(1).getByRole('gridcell').nth(4).getByRole('link')
  const title = (await conflicts.locator('..').getAttribute('title'))!
  await expectOpens(page, conflicts, numberIn(title, /^([\d,]+) of/))
  await page.getByLabel('Compare with').selectOption({ index: 1 })
  await expect(table.getByRole('row', { name: name })).toContainText('new')
  await page.getByLabel('Group by').selectOption('class')
  await page.getByRole('textbox', { name: 'Filter the table' }).fill(name)
  await expect(table.getByRole('row')).toHaveCount(3)
  const ofClass = table.getByRole('row').nth(1).getByRole('gridcell').nth(6).getByRole('link')
  await expectOpens(page, ofClass, numberIn(await ofClass.innerText(), /([\d,]+)/))

  await page.getByRole('tab', { name: 'Pairs' }).click()
  const pairs = page.getByRole('grid', { name: 'Pairs of labeling functions' })
  const differ = pairs.getByRole('row').nth(1).getByRole('gridcell').nth(4).getByRole('link')
  await expectOpens(page, differ, numberIn(await differ.innerText(), /([\d,]+)/))
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save picture or numbers' }).click()
  await page.getByRole('menuitem', { name: 'Save as SVG' }).click()
  expect((await saving).suggestedFilename()).toMatch(/^conflicts-of-labeling-functions.*\.svg$/)

  await page.getByRole('tab', { name: 'Coverage' }).click()
  const byClass = page.getByRole('figure', { name: 'By class' })
  await byClass.getByRole('button', { name: 'Show the numbers as a table' }).click()
  const without = byClass.getByRole('row', { name: /without/ }).first()
  await expectOpens(
    page,
    without.getByRole('button'),
    numberIn(await without.getByRole('cell').nth(2).innerText(), /([\d,]+)/),
  )

  await page.getByRole('banner').getByRole('button', { name: 'YouTube comments' }).click()
  await page.getByRole('menuitem', { name: /Close/ }).click()
  await expect(page.getByRole('heading', { name: 'Projects' })).toBeVisible()
  expect(errors).toEqual([])
})
