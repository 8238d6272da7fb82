import { expect, type Page } from '@playwright/test'
import { test } from './app.ts'

test.use({ hasDemo: true })

async function chooseVotes(page: Page, name: string, content: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Labeling functions' }).getByRole('button', { name: 'More' }).click()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('menuitem', { name: 'Import votes from a file…' }).click()
  await (await chooser).setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) })
}

test('votes of crowd workers and scores of a system are looked at, imported, and what is bad is named', async ({
  page,
  heddle,
}) => {
  await page.goto(heddle.url)
  await page.getByRole('button', { name: /Open the demo/ }).click()
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Labeling fns' }).click()
  const list = page.getByRole('navigation', { name: 'Labeling functions' })
  const dialog = page.getByRole('dialog', { name: 'Import votes' })

  await chooseVotes(page, 'crowd.csv', 'task,worker,label\ntrain-7,ada,SPAM\ntrain-7,bob,HAM\ntrain-8,ada,EGGS\n')
  await expect(dialog).toContainText('who voted in “worker”')
  await dialog.getByLabel(/Each row of crowd.csv is/).selectOption('wide')
  await expect(dialog).toContainText('2 sources, each a labeling function: worker, label.')
  await dialog.getByLabel(/Each row of crowd.csv is/).selectOption('long')
  await expect(dialog).toContainText('who voted in “worker”')
  await dialog.getByRole('button', { name: 'Import the votes' }).click()
  await expect(dialog.getByRole('list', { name: 'Bad rows' })).toContainText('"EGGS" is no class of the project')
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await expect(list.getByText('ada', { exact: true })).toBeVisible()
  await expect(list.getByText('bob', { exact: true })).toBeVisible()

  await chooseVotes(page, 'bert.csv', 'id,bert:HAM,bert:SPAM\ntrain-7,0.2,0.8\ntrain-8,0.45,0.55\n')
  await dialog.getByLabel('The highest score is a vote from').fill('0.7')
  await dialog.getByRole('button', { name: 'Import the votes' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('Imported the votes of bert.')).toBeVisible()
  await expect(list.getByText('bert', { exact: true })).toBeVisible()
})
