import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { test } from './app.ts'

test('look-alikes are decided in one step, less what is left out, and one undo takes them back', async ({
  page,
  heddle,
}) => {
  const file = join(heddle.folder, '..', 'offers.csv')
  const offers = ['now', 'today', 'tonight', 'at once', 'here'].map(
    (when, i) => `o${i},win a lot of free money ${when}`,
  )
  const others = ['how was your evening', 'the cat sleeps on the sofa', 'rain is expected for monday'].map(
    (text, i) => `t${i},${text}`,
  )
  writeFileSync(file, `id,text\n${[...offers, ...others].join('\n')}\n`)
  await page.addInitScript(() => localStorage.setItem('heddle.annotator', 'Ada'))
  await page.goto(heddle.url)
  await page.getByRole('button', { name: /New project/ }).click()
  const dialog = page.getByRole('dialog', { name: 'New project' })
  const chooser = page.waitForEvent('filechooser')
  await dialog.getByRole('button', { name: /Choose a file/ }).click()
  await (await chooser).setFiles(file)
  await dialog.getByRole('button', { name: 'Next: columns' }).click()
  await dialog.getByRole('button', { name: 'Next: classes' }).click()
  await dialog.getByRole('textbox', { name: 'Class 1' }).fill('HAM')
  await dialog.getByRole('textbox', { name: 'Class 2' }).fill('SPAM')
  await dialog.getByRole('button', { name: 'Import and open' }).click()
  await expect(dialog).toBeHidden()
  await page.keyboard.press('g')
  await page.keyboard.press('v')
  const queue = page.getByRole('list', { name: 'Upcoming records' })
  const gold = page.getByRole('banner').getByRole('link', { name: /^gold/ })
  const alike = page.getByRole('region', { name: 'Look-alikes' })
  // They are those of the record on the screen also for who was elsewhere and comes back.
  await expect(queue.getByRole('button').first()).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await expect(queue).toBeHidden()
  await page.keyboard.press('g')
  await page.keyboard.press('v')
  await queue.getByRole('button', { name: 'the cat sleeps on the sofa' }).click()
  await expect(page.getByRole('article')).toContainText('the cat sleeps')
  await expect(alike).toBeHidden()
  await queue.getByRole('button', { name: 'win a lot of free money now' }).click()
  await expect(alike.getByRole('heading')).toContainText('4 more look alike')

  await page.keyboard.press('l')
  await expect(alike).toContainText('The next key decides 5 records')
  await alike.getByRole('checkbox', { name: /at once/ }).uncheck()
  await expect(page.getByText('Decides 4 records that look alike')).toBeVisible()
  await page.keyboard.press('2')
  await expect(gold).toContainText('4')
  await expect(page.getByRole('region', { name: 'Done today' })).toContainText('Done today 4')

  await queue.getByRole('button', { name: /at once/ }).click()
  await expect(page.getByRole('region', { name: 'Similar, reviewed' })).toContainText('SPAM')
  await page.keyboard.press('u')
  await expect(gold).toContainText('0')
  await expect(page.getByRole('article')).toContainText('free money now')
  await page.keyboard.press('Control+y')
  await expect(gold).toContainText('4')
})
