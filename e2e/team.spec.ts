import { expect, type Page } from '@playwright/test'
import { importComments, test } from './app.ts'

const doneToday = (page: Page) => page.getByRole('region', { name: 'Done today' })

test('an annotator follows a link, reviews by keys and sees nothing else, until the link is withdrawn', async ({
  page,
  context,
  heddle,
}) => {
  await page.goto(heddle.url)
  await importComments(page)
  await page.keyboard.press('g')
  await page.keyboard.press('t')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Nobody has decided anything yet; nobody has a link.',
  )
  await page.getByLabel('Name of an annotator').fill('Ada')
  await page.keyboard.press('Enter')
  const address = await page.getByRole('textbox', { name: 'Link of Ada' }).inputValue()
  await expect(page.getByRole('table', { name: 'Annotators' }).getByRole('row', { name: /^Ada 0/ })).toBeVisible()

  const desk = await context.newPage()
  await desk.goto(address)
  expect(desk.url()).toMatch(/\/desk\/[\w-]{12}\/$/)
  await expect(desk.getByRole('article')).toBeVisible()
  await expect(desk.getByRole('navigation', { name: 'Screens' })).toBeHidden()
  for (let done = 1; done <= 5; done++) {
    await desk.keyboard.press(done % 2 === 0 ? '2' : '1')
    await expect(doneToday(desk)).toContainText(`Done today ${done}`)
  }
  await desk.keyboard.press('u')
  await expect(doneToday(desk)).toContainText('Done today 4')
  await expect(desk.getByText('not kept yet')).toBeHidden()
  await expect(page.getByRole('row', { name: /^Ada 4/ })).toBeVisible()

  // Another page of the same browser is still the owner's; a reload of the desk knows what was done.
  await desk.reload()
  await expect(doneToday(desk)).toContainText('Done today 4')

  await page.getByRole('button', { name: 'Withdraw the link of Ada' }).click()
  await expect(page.getByRole('button', { name: 'Make a link for Ada' })).toBeVisible()
  await desk.keyboard.press('1')
  await expect(desk.getByText('This link was withdrawn')).toBeVisible()
  await desk.reload()
  await expect(desk.getByText('it was withdrawn')).toBeVisible()
  await expect(page.getByRole('row', { name: /^Ada 4/ })).toBeVisible()
})
