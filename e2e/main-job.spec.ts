import { readFileSync } from 'node:fs'
import { type Download, expect, type Page } from '@playwright/test'
import { importComments, test } from './app.ts'

/** Three functions of a person who reads a few comments. */
const functions = [
  { name: 'check_out', source: String.raw`(x) => /check\s+(it\s+)?out/i.test(x.text) ? 'SPAM' : ABSTAIN` },
  { name: 'subscribe', source: `(x) => h.anyOf(x.text, ['subscribe', 'my channel']) ? 'SPAM' : ABSTAIN` },
  { name: 'song', source: `(x) => h.anyOf(x.text, ['song', 'music', 'love']) ? 'HAM' : ABSTAIN` },
]

const REVIEWS = 20

test('a person turns comments into labeled data, from the file to the export', async ({ page, heddle }) => {
  await page.goto(heddle.url)
  await importComments(page)
  for (const { name, source } of functions) await writeFunction(page, name, source)
  await applyAndFit(page)
  const decided = await review(page)
  const { lines, manifest } = await exportAll(page)

  expect(lines).toHaveLength(2056)
  expect(lines[0]).toMatchObject({ id: 'train-0', split: 'train', fields: { video: 'Youtube01-Psy' } })
  const byId = new Map(lines.map(line => [line.id, line]))
  for (const { id, label } of decided) {
    expect(byId.get(id)).toMatchObject({ label, state: 'gold', source: 'review', annotators: ['Ada'] })
  }
  const counts = Map.groupBy(lines, line => line.state)
  expect(counts.get('gold')).toHaveLength(decided.length)
  for (const line of counts.get('pseudo')!) {
    expect(['HAM', 'SPAM']).toContain(line.label)
    expect(line.probability).toBeGreaterThan(0.5)
    expect(line.source).toBe('label-model')
  }
  for (const state of ['tied', 'uncovered']) {
    for (const line of counts.get(state) ?? []) expect(line).toMatchObject({ label: null, source: null })
  }
  for (const line of lines) {
    const says = (lf: string) => line.votes[lf]
    if (says('check_out')) expect(line.text).toMatch(/check\s+(it\s+)?out/i)
    if (line.state === 'uncovered') expect(Object.values(line.votes).filter(Boolean)).toEqual([])
  }
  expect(manifest).toMatchObject({
    format: 'heddle-export',
    project: { title: 'comments', classes: ['SPAM', 'HAM'] },
    lfs: functions.map(({ name }) => ({ name, kind: 'code', version: 1 })),
    model: { id: 'dawid-skene' },
  })
})

interface Line {
  id: string
  text: string
  label: string | null
  state: string
  source: string | null
  probability: number | null
  votes: Record<string, string | null>
}

const goTo = (page: Page, screen: string) =>
  page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: screen }).click()

/** A new function from the code template, its source typed into the editor, saved by its key. */
async function writeFunction(page: Page, name: string, source: string): Promise<void> {
  await goTo(page, 'Labeling fns')
  const form = page.getByRole('form', { name: 'What should it notice?' })
  if (!(await form.isVisible())) await page.getByRole('button', { name: 'New labeling function' }).click()
  await form.getByText('anything, in TypeScript').click()
  await page.getByRole('textbox', { name: 'Name of the labeling function' }).fill(name)
  await page.getByRole('textbox', { name: 'Source of the labeling function' }).focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('Delete')
  await page.keyboard.type(source)
  await expect(page.getByRole('tab', { name: /Votes/ })).not.toHaveText(/Votes\s*0(?!\d)/)
  await page.keyboard.press('ControlOrMeta+s')
  await expect(page.getByRole('button', { name: /^Saved/ })).toBeVisible()
}

async function applyAndFit(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Apply 3 LFs' }).click()
  await expect(page.getByRole('button', { name: 'All applied' })).toBeVisible()
  await goTo(page, 'Label model')
  await page.getByText('Dawid-Skene', { exact: true }).click()
  await page.getByRole('button', { name: /^Fit/ }).click()
  await expect(page.getByRole('contentinfo', { name: 'Status' })).toContainText('Dawid-Skene fitted')
}

/** Twenty records by keys alone: the proposal accepted, a class picked, one skipped, one taken back. */
async function review(page: Page): Promise<{ id: string; label: string }[]> {
  await page.keyboard.press('g')
  await page.keyboard.press('v')
  const record = page.getByRole('article')
  const idShown = () => record.getByText(/^(train|valid|test)-\d+$/).innerText()
  const decide = async (key: string) => {
    const id = await idShown()
    await page.keyboard.press(key)
    await expect(record.getByText(id, { exact: true })).toBeHidden()
    return id
  }
  await expect(record).toBeVisible()
  const first = await idShown()
  await page.keyboard.press('1')
  const name = page.getByRole('dialog', { name: 'Who is at work?' })
  await name.getByLabel('Your name').fill('Ada')
  await page.keyboard.press('Enter')
  await expect(name).toBeHidden()

  const done = page.getByRole('region', { name: 'Done today' })
  await expect(done).toContainText('Done today 1')
  await page.keyboard.press('u')
  await expect(done).toContainText('Done today 0')
  await expect(record.getByText(first, { exact: true })).toBeVisible()
  const skipped = await decide('s')

  const decided: { id: string; label: string }[] = []
  while (decided.length < REVIEWS) {
    const isSpam = decided.length % 2 === 0
    const id = await decide(isSpam ? '1' : '2')
    expect(id).not.toBe(skipped)
    decided.push({ id, label: isSpam ? 'SPAM' : 'HAM' })
  }
  await expect(done).toContainText(/Done today 2[01]/)
  return decided
}

async function exportAll(page: Page): Promise<{ lines: Line[]; manifest: unknown }> {
  await goTo(page, 'Export')
  for (const name of [/^tied/, /^uncovered/, /^votes/]) await page.getByRole('checkbox', { name }).check()
  const downloads: Download[] = []
  page.on('download', download => downloads.push(download))
  await page.getByRole('button', { name: 'Export JSON Lines' }).click()
  await expect.poll(() => downloads.length).toBe(2)
  const texts = new Map<string, string>()
  for (const download of downloads) texts.set(download.suggestedFilename(), readFileSync(await download.path(), 'utf8'))
  const lines = texts.get('comments.jsonl')!.trimEnd().split('\n')
  return {
    lines: lines.map(line => JSON.parse(line) as Line),
    manifest: JSON.parse(texts.get('comments.jsonl.manifest.json')!),
  }
}
