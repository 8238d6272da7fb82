import { expect } from '@playwright/test'
import { test } from './app.ts'

test.use({ hasDemo: true })

test('the report is one file that opens without network and scripts, and says what the screens say', async ({
  page,
  heddle,
  browser,
}) => {
  await page.goto(heddle.url)
  await page.getByRole('button', { name: /Open the demo/ }).click()
  const screens = page.getByRole('navigation', { name: 'Screens' })
  await expect(screens).toBeVisible({ timeout: 60_000 })
  await screens.getByRole('link', { name: 'Model quality' }).click()
  const heading = page.getByRole('heading', { name: /^Automatic is right on .* of 370 records with gold/ })
  await expect(heading).toBeVisible({ timeout: 60_000 })
  const sentence = await heading.innerText()

  await screens.getByRole('link', { name: 'Export' }).click()
  const download = page.waitForEvent('download', { timeout: 60_000 })
  await page.getByRole('button', { name: 'Report of the whole project' }).click()
  expect((await download).suggestedFilename()).toMatch(/-report\.html$/)

  const bare = await browser.newContext({ offline: true, javaScriptEnabled: false, colorScheme: 'dark' })
  const reader = await bare.newPage()
  const asked: string[] = []
  reader.on('request', request => asked.push(request.url()))
  const file = `${await (await download).path()}.html`
  await (await download).saveAs(file)
  await reader.goto(`file://${file}`)
  await expect(reader.getByRole('heading', { level: 1 })).toHaveText('YouTube comments')
  await expect(reader.getByText(sentence)).toBeVisible()
  await expect(reader.getByRole('img', { name: /^Automatic proposes the right class of/ })).toBeVisible()
  await expect(reader.getByRole('row', { name: /^own_channel / })).toContainText(/n \d+/)
  expect(asked).toEqual([`file://${file}`])
  await bare.close()
})
