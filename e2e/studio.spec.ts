import { expect, type Page } from '@playwright/test'
import { test } from './app.ts'

const list = (page: Page) => page.getByRole('navigation', { name: 'Labeling functions', exact: true })
const what = (page: Page) => page.getByRole('region', { name: 'What it does' })
const source = (page: Page) => page.getByRole('textbox', { name: 'Source of the labeling function' })
const nameField = (page: Page) => page.getByRole('textbox', { name: 'Name of the labeling function' })
const figure = async (page: Page, tab: RegExp) =>
  Number(/\d[\d,]*/.exec(await page.getByRole('tab', { name: tab }).innerText())![0].replaceAll(',', ''))

/** A new function of one kind, begun with what it should notice. */
async function begin(page: Page, kind: string, noticed = ''): Promise<void> {
  const form = page.getByRole('form', { name: 'What should it notice?' })
  if (!(await form.isVisible())) await page.getByRole('button', { name: 'New labeling function' }).click()
  await form.getByRole('textbox', { name: 'What should it notice?' }).fill(noticed)
  await form.getByRole('button', { name: new RegExp(`^${kind}`) }).click()
}

async function save(page: Page, name: string): Promise<void> {
  await nameField(page).fill(name)
  await page.keyboard.press('ControlOrMeta+s')
  await expect(page.getByRole('button', { name: /^Saved/ })).toBeVisible()
  await expect(list(page).getByRole('link', { name: new RegExp(name) })).toBeVisible()
}

async function typeCode(page: Page, code: string): Promise<void> {
  await source(page).focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('Delete')
  await page.keyboard.type(code)
}

async function applyAll(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Apply \d+ LFs?$/ }).click()
  await expect(page.getByRole('button', { name: /^Apply|^All applied/ })).toBeVisible()
}

/** What the list says of every function but the two that fail, once it says the same twice. */
async function othersInList(page: Page): Promise<string[]> {
  const read = async () => {
    const rows = await list(page).getByRole('listitem').getByRole('link').allInnerTexts()
    return rows.map(row => row.replace(/\s+/g, ' ').trim()).filter(row => !/^(hangs|crashes)/.test(row))
  }
  let rows: string[] = []
  await expect
    .poll(async () => {
      const last = rows
      rows = await read()
      return rows.join() === last.join()
    })
    .toBe(true)
  return rows
}

test('a person who never wrote code writes functions, takes suggestions, edits one as code, and nothing that hangs or crashes harms the others', async ({
  page,
  heddle,
}) => {
  test.slow()
  await page.goto(heddle.url)
  await page.getByRole('button', { name: /Open the demo/ }).click()
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Labeling fns' }).click()
  await expect(list(page).getByRole('link', { name: /short_comment/ })).toBeVisible()

  // Five without code.
  await begin(page, 'Words', 'subscribe, my channel')
  await expect(page.getByText(/gold records that it votes on are SPAM/)).toBeVisible()
  await page.getByRole('button', { name: 'Vote SPAM' }).click()
  await expect(page.getByLabel('Then it votes')).toHaveValue('SPAM')
  await expect(page.getByText(/gold records that it votes on are/)).toBeHidden()
  await save(page, 'wants_subscribers')
  await begin(page, 'Pattern')
  await page.getByRole('textbox', { name: 'Regular expression' }).fill('earn\\s+money')
  await save(page, 'earns_money')
  await begin(page, 'Number')
  await page.getByLabel('Limit', { exact: true }).fill('60')
  await save(page, 'long_text')
  await begin(page, 'Field')
  await page.getByLabel('Field', { exact: true }).selectOption('video')
  await page.getByRole('checkbox').first().check()
  await save(page, 'of_a_video')
  await begin(page, 'Like examples', 'please check out my new cover and subscribe')
  await save(page, 'like_an_advert')
  await applyAll(page)

  // Three that are suggested.
  await page.getByRole('link', { name: 'Suggestions', exact: true }).click()
  const cards = page.getByRole('region', { name: 'Suggestions' }).locator('ol > li')
  for (let accepted = 0; accepted < 3; accepted++) {
    const accept = cards.first().getByRole('button', { name: 'Accept' })
    await expect(accept).toBeEnabled()
    const name = (await cards.first().getAttribute('aria-label'))!
    await accept.click()
    await expect(page.getByRole('listitem', { name, exact: true })).toBeHidden()
  }

  // One is edited as code, with completion, and one sees what that changes.
  await list(page)
    .getByRole('link', { name: /wants_subscribers/ })
    .click()
  await page.getByRole('region', { name: 'As code' }).getByRole('button', { name: 'Edit as code' }).click()
  await typeCode(page, '(x) => h.')
  await expect(page.getByRole('listbox', { name: 'Suggest' }).getByRole('option', { name: /anyOf/ })).toBeVisible()
  await page.keyboard.type('anyO')
  await page.keyboard.press('Enter')
  await page.keyboard.type(`(x.text, ['song', 'love']) ? 'SPAM' : ABSTAIN`)
  await expect(what(page)).toContainText(/right on \d+ of \d+ gold records: \d+.% \(\d+.% to \d+.%\)/)
  const [wrong, conflicts] = [await figure(page, /^Wrong/), await figure(page, /^Conflicts/)]
  expect(wrong).toBeGreaterThan(20)
  await page.keyboard.press('ControlOrMeta+s')
  await expect(page.getByTitle('Look at the versions')).toHaveText('version 2')
  await typeCode(page, `(x) => (h.anyOf(x.text, ['subscribe']) ? 'SPAM' : ABSTAIN)`)
  await expect.poll(() => figure(page, /^Wrong/)).toBeLessThan(wrong)
  expect(await figure(page, /^Conflicts/)).toBeLessThan(conflicts)
  await page.keyboard.press('ControlOrMeta+s')

  // The form it was is restored.
  await page.getByTitle('Look at the versions').click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Version 1\b/ })
    .first()
    .click()
  await page.getByRole('dialog').getByRole('button', { name: 'Restore version 1' }).click()
  await expect(page.getByRole('textbox', { name: 'Words or phrases' })).toHaveValue('subscribe, my channel')
  await applyAll(page)

  // A hang and a crash are told of and change nothing for the others.
  const before = await othersInList(page)
  await begin(page, 'Code')
  await typeCode(page, `(x) => { for (;;); }`)
  await expect(what(page)).toContainText(/stopped: took longer than 100 ms for one record/)
  await save(page, 'hangs')
  await begin(page, 'Code')
  await typeCode(page, `(x) => { const all = []; for (;;) all.push(new Array(1e6).fill(x.id)); }`)
  await expect(what(page)).toContainText(/stopped: (used more than 128 MB of memory|took longer than)/)
  await save(page, 'crashes')
  await applyAll(page)
  for (const [name, why] of [
    ['hangs', /Quarantined: took longer than 100 ms for one record/],
    ['crashes', /Quarantined: (used more than 128 MB of memory|took longer than)/],
  ] as const) {
    await list(page)
      .getByRole('link', { name: new RegExp(name) })
      .click()
    await expect(page.getByRole('region', { name: 'Editor' })).toContainText(why)
  }
  expect(await othersInList(page)).toEqual(before)
})
