import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, type WebSocketRoute } from '@playwright/test'
import { type Heddle, importComments, root, test } from './app.ts'

interface Line {
  uid: string
  id: string
  annotator: string
  kind: 'label' | 'skip' | 'flag' | 'undo' | 'redo'
  label?: string
  target?: string
}

/** The whole log as the command line exports it, oldest line first. */
function logOf({ folder }: Heddle): Line[] {
  const project = readdirSync(folder).find(name => name.endsWith('.heddle'))!
  const file = join(folder, '..', 'log.jsonl')
  const args = [join(root, 'out/main/cli.js'), 'annotations', 'export', join(folder, project), file]
  execFileSync(process.execPath, args, { env: { ...process.env, HEDDLE_HOME: join(folder, '..') }, stdio: 'ignore' })
  const text = readFileSync(file, 'utf8').trim()
  return text === '' ? [] : text.split('\n').map(line => JSON.parse(line) as Line)
}

const record = (page: Page) => page.getByRole('article')
const done = (page: Page) => page.getByRole('region', { name: 'Done today' })

const idShown = (page: Page) => record(page).getByRole('heading').locator('bdi').innerText()

/** A key that decides on the record that is on the screen; gives the record's id. */
async function decide(page: Page, key: string): Promise<string> {
  const id = await idShown(page)
  await page.keyboard.press(key)
  await expect(record(page).getByText(id, { exact: true })).toBeHidden()
  return id
}

/** From the file to the first record, and the name under which the decisions are kept. */
async function startReview(page: Page, url: string): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('heddle.annotator', 'Ada'))
  await page.goto(url)
  await importComments(page)
  await openReview(page)
}

async function openReview(page: Page): Promise<void> {
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('v')
  await expect(record(page)).toBeVisible()
}

/** What the engine has not answered yet is kept by the page. */
const allAcknowledged = (page: Page) =>
  page.waitForFunction(() => !Object.keys(localStorage).some(key => key.startsWith('heddle.decisions.')))

const labels = (log: Line[]) => log.filter(({ kind }) => kind === 'label').map(({ id, label }) => `${id} ${label}`)

test('200 comments labeled by keys, the process killed half-way, ten taken back and five done again: the log is exact', async ({
  page,
  heddle,
}) => {
  test.slow()
  await startReview(page, heddle.url)
  const decided: string[] = []
  const label = async (times: number) => {
    for (let i = 0; i < times; i++) {
      const isSpam = decided.length % 3 === 0
      decided.push(`${await decide(page, isSpam ? '1' : '2')} ${isSpam ? 'SPAM' : 'HAM'}`)
    }
  }
  await label(100)
  // As many records as come in advance are there then: keys can go on with them while no answer comes.
  await allAcknowledged(page)
  // Nothing waits for the answers of the last keys, and the next ones find no process.
  const killed = heddle.kill()
  await label(5)
  await killed
  await label(3)
  await heddle.restart()
  await page.goto(heddle.url)
  // They are sent as soon as the project is open, whatever the screen.
  await allAcknowledged(page)
  await openReview(page)
  await expect(done(page)).toContainText('Done today 108')
  await label(200 - 108)
  await expect(done(page)).toContainText('Done today 200')
  await expect(done(page).getByRole('listitem')).toHaveCount(30)
  await done(page).getByRole('button', { name: 'Show 170 earlier' }).click()
  await expect(done(page).getByRole('listitem')).toHaveCount(200)
  for (let left = 199; left >= 190; left--) {
    await page.keyboard.press('u')
    await expect(record(page).getByText(decided[left]!.split(' ')[0]!, { exact: true })).toBeVisible()
  }
  for (let again = 190; again < 195; again++) {
    await page.keyboard.press('Control+y')
    await expect(done(page)).toContainText(`Done today ${again + 1}`)
  }
  await expect.poll(() => logOf(heddle).length).toBe(200 + 10 + 5)

  const log = logOf(heddle)
  expect(labels(log)).toEqual(decided)
  expect(new Set(decided.map(each => each.split(' ')[0])).size).toBe(200)
  expect(log.slice(0, 200).every(({ kind, annotator }) => kind === 'label' && annotator === 'Ada')).toBe(true)
  const uids = log.slice(0, 200).map(({ uid }) => uid)
  expect(log.slice(200).map(({ kind, target }) => [kind, target])).toEqual([
    ...uids
      .slice(190)
      .toReversed()
      .map(uid => ['undo', uid]),
    ...uids.slice(190, 195).map(uid => ['redo', uid]),
  ])
  const gold = page.getByRole('banner').getByRole('link', { name: /^gold/ })
  await expect(gold).toContainText('195')
})

test('what the keys asked for while the process hung is done after its end, once and in order', async ({
  page,
  heddle,
}) => {
  await startReview(page, heddle.url)
  const first = await decide(page, '1')
  await expect.poll(() => logOf(heddle).length).toBe(1)
  heddle.freeze()
  const second = await decide(page, '2')
  const third = await decide(page, '1')
  await page.keyboard.press('u')
  await expect(record(page).getByText(third, { exact: true })).toBeVisible()
  await heddle.kill()
  // Not even the page is left.
  await page.goto('about:blank')
  await heddle.restart()
  await page.goto(heddle.url)
  await allAcknowledged(page)
  await openReview(page)
  await expect(done(page)).toContainText('Done today 2')
  await expect
    .poll(() => logOf(heddle).map(({ kind, id }) => `${kind} ${id}`))
    .toEqual([`label ${first}`, `label ${second}`, `label ${third}`, `undo ${third}`])
})

test('a connection that is cut again and again doubles nothing and loses nothing', async ({ page, heddle }) => {
  /** Answers come through; a cut lets what was asked reach the engine, and what it says be lost. */
  let isDeaf = false
  let line: WebSocketRoute | undefined
  await page.routeWebSocket(/\/rpc$/, socket => {
    line = socket
    const server = socket.connectToServer()
    socket.onMessage(message => server.send(message))
    server.onMessage(message => {
      if (!isDeaf) socket.send(message)
    })
  })
  await startReview(page, heddle.url)
  const decided: string[] = []
  for (let i = 0; i < 30; i++) {
    if (i % 5 === 3) {
      await allAcknowledged(page)
      isDeaf = true
    }
    decided.push(`${await decide(page, '1')} SPAM`)
    if (!isDeaf) continue
    await expect.poll(() => labels(logOf(heddle))).toHaveLength(decided.length)
    isDeaf = false
    await line!.close({ code: 1012, reason: 'cut' })
  }
  await allAcknowledged(page)
  isDeaf = true
  await page.keyboard.press('u')
  await expect.poll(() => logOf(heddle).length).toBe(31)
  isDeaf = false
  await line!.close({ code: 1012, reason: 'cut' })
  await expect(done(page)).toContainText('Done today 29')
  await expect(page.getByText(/kept here and sent/)).toBeHidden()
  const log = logOf(heddle)
  expect(labels(log)).toEqual(decided)
  expect(log.slice(30).map(({ kind, target }) => [kind, target])).toEqual([['undo', log[29]!.uid]])
})

test('two annotators at work at once are given different records, and both decisions are in the log', async ({
  page,
  browser,
  heddle,
}) => {
  await startReview(page, heddle.url)
  const elsewhere = await browser.newContext()
  const bob = await elsewhere.newPage()
  await bob.addInitScript(() => localStorage.setItem('heddle.annotator', 'Bob'))
  await bob.goto(heddle.url)
  await bob.getByRole('button', { name: /^comments/ }).click()
  await openReview(bob)
  expect(await idShown(bob)).not.toBe(await idShown(page))
  const [adas, bobs] = await Promise.all([decide(page, '1'), decide(bob, '2')])
  await expect
    .poll(() =>
      logOf(heddle)
        .map(({ annotator, id, label }) => `${annotator} ${id} ${label}`)
        .sort(),
    )
    .toEqual([`Ada ${adas} SPAM`, `Bob ${bobs} HAM`])
  await elsewhere.close()
})
