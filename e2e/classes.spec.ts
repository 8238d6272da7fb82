import { expect } from '@playwright/test'
import { importComments, test } from './app.ts'

test('a class is added, merged into another with what votes it, and one without anything is removed', async ({
  page,
  heddle,
}) => {
  await page.goto(heddle.url)
  await importComments(page)
  const screens = page.getByRole('navigation', { name: 'Screens' })
  const settings = page.getByRole('link', { name: 'Settings' })
  const add = async (name: string) => {
    await page.getByRole('textbox', { name: 'Name of a new class' }).fill(name)
    await page.getByRole('button', { name: 'Add class' }).click()
    await expect(page.getByRole('textbox', { name: 'Name of a new class' })).toHaveValue('')
  }
  await settings.click()
  await expect(page.getByRole('button', { name: /^Remove/ })).toHaveCount(0)
  await add('BEGGING')
  await add('OTHER')

  await screens.getByRole('link', { name: 'Labeling fns' }).click()
  const form = page.getByRole('form', { name: 'What should it notice?' })
  await form.getByRole('textbox', { name: 'What should it notice?' }).fill('subscribe')
  await page.keyboard.press('Enter')
  await page.getByLabel('Then it votes').selectOption('BEGGING')
  await page.keyboard.press('ControlOrMeta+s')
  await expect(page.getByRole('button', { name: /^Saved/ })).toBeVisible()
  await page.getByRole('button', { name: 'Apply 1 LF', exact: true }).click()
  await expect(page.getByRole('button', { name: 'All applied' })).toBeVisible()

  await settings.click()
  await page.getByRole('button', { name: 'Remove BEGGING' }).click()
  const dialog = page.getByRole('dialog', { name: 'Remove the class BEGGING?' })
  await dialog.getByRole('button', { name: 'Remove BEGGING' }).click()
  await expect(
    page.getByText(/"BEGGING" cannot be removed, because it still has 1 labeling function and votes/),
  ).toBeVisible()
  await page.getByRole('button', { name: 'Remove BEGGING' }).click()
  await dialog.getByLabel('What is BEGGING becomes').selectOption('SPAM')
  await dialog.getByRole('button', { name: 'Merge into SPAM' }).click()
  await expect(page.getByText('BEGGING is merged into SPAM.')).toBeVisible()
  await page.getByRole('button', { name: 'Remove OTHER' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove OTHER' }).click()
  await expect(page.getByText('OTHER is removed.')).toBeVisible()
  await expect(page.getByRole('textbox', { name: /^Name of class/ })).toHaveCount(2)

  await screens.getByRole('link', { name: 'Labeling fns' }).click()
  await expect(page.getByLabel('Then it votes')).toHaveValue('SPAM')
  await expect(page.getByRole('button', { name: 'All applied' })).toBeVisible()
})
