import { expect } from '@playwright/test'
import { test } from './app.ts'

test.use({ hasDemo: true })

test('conflicts with each function, coverage and precision change while one types, and nothing is stored', async ({
  page,
  heddle,
}) => {
  await page.goto(heddle.url)
  await page.getByRole('button', { name: /Open the demo/ }).click()
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Labeling fns' }).click()
  await page.getByRole('button', { name: /^New/ }).first().click()
  await page.getByRole('form', { name: 'What should it notice?' }).getByText('anything, in TypeScript').click()
  const what = page.getByRole('region', { name: 'What it does' })
  const write = async (source: string) => {
    await page.getByRole('textbox', { name: 'Source of the labeling function' }).focus()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.press('Delete')
    await page.keyboard.type(source)
  }

  await write(`(x) => h.contains(x.text, 'subscribe') ? 'HAM' : ABSTAIN`)
  await expect(what).toContainText(/abstains on [\d,]+ of 1,000 sampled records/)
  await expect(what).toContainText(/right on \d+ of \d+ gold records: \d+.% \(\d+.% to \d+.%\)/)
  await what.getByRole('tab', { name: /^Conflicts/ }).click()
  const conflicts = what.getByRole('list', { name: 'Conflicts by labeling function' })
  const saved = conflicts.getByRole('button', { name: 'subscribe', exact: true })
  await expect(conflicts.getByRole('listitem').first()).toContainText(/[\d,]+ of [\d,]+/)
  await expect(saved).toBeVisible()
  await expect(what.locator('mark').first()).toHaveText(/subscribe/i)
  await what.getByRole('tab', { name: /^Wrong on gold/ }).click()
  await expect(what.getByText('gold').first()).toBeVisible()
  await expect(what).toContainText(/right on 0 of/)

  await write(`(x) => h.contains(x.text, 'subscribe') ? 'SPAM' : ABSTAIN`)
  await what.getByRole('tab', { name: /^Conflicts/ }).click()
  await expect(saved).toHaveCount(0)
  await expect(conflicts.getByRole('button', { name: 'short_comment' })).toBeVisible()
  await expect(what).toContainText(/right on (\d+) of \1 gold records: 100.%/)
  await expect(page.getByText('not saved yet')).toBeVisible()
})
