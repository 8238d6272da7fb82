import { readFileSync } from 'node:fs'
import { expect, type Locator, type Page } from '@playwright/test'
import { test } from './app.ts'

test.use({ hasDemo: true })

async function openLabelModels(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.getByRole('button', { name: /Open the demo/ }).click()
  const screens = page.getByRole('navigation', { name: 'Screens' })
  await expect(screens).toBeVisible({ timeout: 60_000 })
  await screens.getByRole('link', { name: 'Label model' }).click()
}

test('label models are compared, and one click makes another one current', async ({ page, heddle }) => {
  await openLabelModels(page, heddle.url)
  await page.getByRole('button', { name: 'Compare all models' }).click()
  const section = page.getByRole('region', { name: 'The models side by side' })
  await expect(section.getByText(/^On 120 gold records .* has the smallest log-loss/)).toBeVisible({ timeout: 60_000 })
  const card = section.getByText('Triplets', { exact: true }).locator('xpath=ancestor::label')
  await expect(card).toContainText(/right\s*0\.9\d/)
  await expect(card.getByRole('img', { name: /^Calibration of Triplets.* right of / })).toBeVisible()
  await card.click()
  await expect(page.getByRole('form', { name: 'Options of Triplets' })).toBeVisible()
  const chart = page.getByRole('figure', { name: 'How often its probabilities come true' })
  await expect(
    chart.getByRole('img', { name: /^Triplets on \d+ records: points on the dashed line hold/ }),
  ).toBeVisible()
  await chart.getByRole('button', { name: 'Show the numbers as a table' }).click()
  const bins = await chart.getByRole('table').getByRole('row').count()
  await chart.getByRole('button', { name: 'Show the picture' }).click()
  await expect(chart.locator('circle')).toHaveCount(bins - 1)
  await saved(page, chart, 'CSV', /^Probability,Says,Is right,From,To,n\n/)
  await saved(page, chart, 'SVG', /^<svg (?!.*var\(--)/s)
  await saved(page, chart, 'PNG', /^\uFFFDPNG/)

  await section.getByRole('button', { name: 'Use Triplets' }).click()
  await expect(page.getByRole('contentinfo', { name: 'Status' })).toContainText('Triplets fitted')
  await expect(page.getByRole('heading', { name: 'What Triplets learned' })).toBeVisible()
  await expect(page.getByRole('img', { name: /^Learned accuracy of own_channel: .* 95 % interval/ })).toBeVisible()
})

async function saved(page: Page, chart: Locator, kind: string, content: RegExp): Promise<void> {
  await chart.getByRole('button', { name: 'Save picture or numbers' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: new RegExp(kind) }).click()
  expect((await download).suggestedFilename()).toBe(`how-often-its-probabilities-come-true.${kind.toLowerCase()}`)
  expect(readFileSync(await (await download).path(), 'utf8')).toMatch(content)
}

test('two models are compared record by record, and a record is opened with its log-odds', async ({ page, heddle }) => {
  await openLabelModels(page, heddle.url)
  const section = page.getByRole('region', { name: /^Where two models differ/ })
  await section.getByLabel('First model').selectOption('Dawid-Skene')
  await section.getByLabel('Second model').selectOption('Triplets')
  await section.getByRole('button', { name: 'Show where they differ' }).click()
  await expect(section.getByText(/^They say the same of .* of 2,056 records/)).toBeVisible({ timeout: 60_000 })
  const record = section.getByRole('row').nth(1).getByRole('link')
  const id = await record.innerText()
  await record.click()
  const panel = page.getByRole('complementary', { name: `Record ${id}` })
  await expect(panel).toContainText('class balance')
  await expect(panel).toContainText('the text')
  await expect(panel).toContainText(/(HAM against SPAM|SPAM against HAM)/)
})
