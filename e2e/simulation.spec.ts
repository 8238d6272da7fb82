import { expect } from '@playwright/test'
import { test } from './app.ts'

test.use({ hasDemo: true })

test('strategies are played against the reference, compared in words and as curves, and a long run is cancelled', async ({
  page,
  heddle,
}) => {
  await page.goto(heddle.url)
  await page.getByRole('button', { name: /Open the demo/ }).click()
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Simulation' }).click()
  const sentence = page.getByRole('heading', { level: 1 })
  await expect(sentence).toContainText('can play an annotator')
  await expect(page.getByRole('checkbox', { name: 'Relabel' })).toHaveCount(0)

  await page.getByLabel('Reviews').fill('0')
  await expect(page.getByRole('button', { name: /^Play/ })).toBeDisabled()
  await page.getByLabel('Reviews').fill('5')
  await page.getByLabel('Seeds').fill('1')
  await page.getByRole('button', { name: 'Play 2 runs' }).click()
  await expect(sentence).toContainText(/ended best after 5 reviews .* more right than .* That is one seed/, {
    timeout: 90_000,
  })
  const chart = page.getByRole('figure', { name: 'Accuracy by reviews' })
  await expect(chart.getByRole('img')).toBeVisible()
  await chart.getByRole('button', { name: 'Show the numbers as a table' }).click()
  await expect(chart.getByRole('row')).toHaveCount(1 + 2 * 2)

  await page.getByLabel('Seeds').fill('100')
  await page.getByRole('button', { name: 'Play 200 runs' }).click()
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await expect(page.getByText('Cancelled. Nothing was changed')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Play 200 runs' })).toBeEnabled()
  await expect(sentence).toContainText('after 5 reviews')
})
