import { expect, type Locator, type Page } from '@playwright/test'
import { test } from './app.ts'

test.use({ hasDemo: true })

const countIn = async (place: Locator): Promise<number> => Number((await place.textContent())!.replace(/\D/g, ''))

async function openQuality(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Model quality' }).click()
  await expect(page.getByRole('heading', { name: /^Automatic is right on .* of 370 records with gold/ })).toBeVisible({
    timeout: 60_000,
  })
}

/** The records screen says how many it found. */
async function expectFound(page: Page, count: number, part: RegExp): Promise<void> {
  await expect(page.getByRole('button', { name: part })).toBeVisible()
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', String(count + 1))
}

test('cells, bars and points open exactly the records that they count, and a threshold what an export at it holds', async ({
  page,
  heddle,
}) => {
  await page.goto(heddle.url)
  await page.getByRole('button', { name: /Open the demo/ }).click()
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible({ timeout: 60_000 })
  await openQuality(page)
  const scores = page.getByRole('region', { name: 'Scores of the models' })
  await expect(scores.getByRole('img', { name: /^Accuracy .* on 370 gold records$/ })).toHaveCount(2)

  const confusion = page.getByRole('figure', { name: 'What is taken for what' })
  const cell = confusion.locator('[data-row="0"]')
  const inCell = await countIn(confusion.locator('svg[role=img] [data-part=text] text').first())
  expect(inCell).toBeGreaterThan(0)
  await cell.click()
  await expectFound(page, inCell, /^label model proposes (\w+), in truth \1$/)

  await page.goBack()
  const histogram = page.getByRole('figure', { name: 'How sure it is' })
  await histogram.getByRole('button', { name: 'Show the numbers as a table' }).click()
  const last = histogram.getByRole('table').getByRole('row').last()
  const inBar = await countIn(last.getByRole('cell').last())
  await histogram.getByRole('button', { name: 'Show the picture' }).click()
  const bars = histogram.locator('rect[data-row]')
  await bars.last().click()
  await expectFound(page, inBar, /^label model is (right|wrong), says 0\.95–1\.00/)

  await page.goBack()
  const reliability = page.getByRole('figure', { name: 'How often its probabilities come true' })
  await reliability.getByRole('button', { name: 'Show the numbers as a table' }).click()
  const bin = reliability.getByRole('table').getByRole('row').last()
  const inBin = await countIn(bin.getByRole('cell').last())
  await bin.getByRole('button').press('Enter')
  await expectFound(page, inBin, /^label model says 0\.93–1\.00, covered/)

  await page.goBack()
  const curve = page.getByRole('figure', { name: 'Precision against coverage' })
  await curve.getByRole('slider', { name: 'Threshold' }).fill('0.97')
  const words = await curve.getByText(/^An export at 0\.97 holds/).innerText()
  const pseudo = /and ([\d,]+) of 1,686 pseudo-labels/.exec(words)![1]!
  const box = (await curve.locator('svg[role=img]').boundingBox())!
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 2, { steps: 4 })
  await page.mouse.up()
  await expect(curve.getByText(/^An export at /)).not.toHaveText(words)
  await curve.getByRole('slider', { name: 'Threshold' }).fill('0.97')
  await curve.getByRole('link', { name: 'Export at 0.97' }).click()
  await expect(page.getByRole('heading', { name: new RegExp(`370 gold.*${pseudo} pseudo`) })).toBeVisible()
})
