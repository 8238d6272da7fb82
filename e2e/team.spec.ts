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

test('two annotators differ, each without a view of the other, and the owner settles it', async ({
  page,
  context,
  heddle,
}) => {
  await page.goto(heddle.url)
  await importComments(page)
  await page.keyboard.press('g')
  await page.keyboard.press('t')
  const desks: Page[] = []
  for (const name of ['Ada', 'Grace']) {
    await page.getByLabel('Name of an annotator').fill(name)
    await page.keyboard.press('Enter')
    const desk = await context.newPage()
    await desk.goto(await page.getByRole('textbox', { name: `Link of ${name}` }).inputValue())
    desks.push(desk)
  }
  const rules = page.getByRole('region', { name: 'How answers become gold' })
  await rules.getByLabel('A class is gold by').selectOption('All alike')
  await rules.getByLabel('Share of the records asked of several').selectOption('100 %')
  await expect(rules.getByLabel('Annotators of each such record')).toHaveValue('2')

  const [ada, grace] = desks as [Page, Page]
  const asked = async (desk: Page) => (await desk.getByRole('article').getByText(/^#/).innerText()).trim()
  await ada.reload()
  await expect(ada.getByRole('article')).toBeVisible()
  const id = await asked(ada)
  await ada.keyboard.press('1')
  await expect(doneToday(ada)).toContainText('Done today 1')
  await expect(rules).toContainText('1 record waits for another annotator')
  // Half an answer is no gold.
  await expect(page.getByRole('link', { name: /^gold 0/ })).toBeVisible()

  // Grace is asked the very same record, and what Ada said is not shown.
  await grace.reload()
  await expect(grace.getByRole('article')).toContainText(id)
  await expect(grace.getByText('Ada')).toBeHidden()
  await grace.keyboard.press('2')
  await expect(doneToday(grace)).toContainText('Done today 1')

  await rules.getByRole('link', { name: '1 record to adjudicate' }).click()
  const disputes = page.getByRole('list', { name: 'Records to adjudicate' })
  await disputes.getByRole('button').click()
  const opinions = page.getByRole('region', { name: /^Opinions on/ })
  await expect(opinions).toContainText(/Ada says\s*SPAM\s*Grace says\s*HAM/)
  await page.keyboard.press('2')
  await page.getByRole('dialog', { name: /Who/ }).getByRole('textbox').fill('Owner')
  await page.keyboard.press('Enter')
  await expect(disputes.getByRole('button')).toHaveCount(0)
  await expect(page.getByRole('link', { name: /^gold 1/ })).toBeVisible()
})
