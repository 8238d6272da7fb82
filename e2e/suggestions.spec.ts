import { expect, type Page } from '@playwright/test'
import { importComments, test } from './app.ts'

const REVIEWS = 20

test('a person reviews twenty comments, and accepts, edits and rejects what is suggested', async ({ page, heddle }) => {
  await page.goto(heddle.url)
  await importComments(page)
  await openSuggestions(page)
  await expect(page.getByText(/at least two classes.*Gold so far: SPAM 0, HAM 0/)).toBeVisible()
  const groups = page.getByRole('region', { name: 'Records without a vote that read alike' })
  await expect(groups).toContainText('2,056 records of yours have no vote')
  const pattern = groups.getByRole('listitem', { name: '“my” and, at most 3 words on, “channel”' })
  await expect(pattern).toContainText(/in \d+ records/)
  await pattern.getByRole('button', { name: 'Votes SPAM' }).click()
  await expect(page.getByRole('textbox', { name: 'Name of the labeling function' })).toHaveValue('my_then_channel')
  await expect(page.getByRole('region', { name: 'As code' })).toContainText("'SPAM'")
  await expect(page.getByRole('tab', { name: /Votes/ })).not.toHaveText(/Votes\s*0(?!\d)/)
  await page.getByRole('button', { name: 'More for this labeling function' }).click()
  await page.getByRole('menuitem', { name: 'Discard the draft' }).click()

  await openSuggestions(page)
  await page.getByRole('button', { name: 'Review records' }).click()
  await review(page)

  await openSuggestions(page)
  const cards = page.getByRole('region', { name: 'Suggestions' }).locator('ol > li')
  await expect(cards).toHaveCount(10)
  await expect(cards.first()).toContainText(/would vote on [\d,]+ records, [\d,]+ of them new/)
  await expect(page.getByRole('navigation', { name: 'Labeling functions', exact: true })).toContainText(
    'No labeling function yet',
  )

  const accepted = await cards.first().getAttribute('aria-label')
  const votes = (await cards.first().innerText()).match(/would vote on ([\d,]+) records/)![1]!
  await cards.first().getByRole('button', { name: 'Accept' }).focus()
  await page.keyboard.press('Enter')
  const list = page.getByRole('navigation', { name: 'Labeling functions', exact: true })
  await expect(list).toContainText(`1 LF, ${votes} of 2,056 records covered`)
  await expect(page.getByRole('listitem', { name: accepted! })).toBeHidden()
  await expect(cards.first().getByRole('button', { name: 'Accept' })).toBeFocused()

  const rejected = (await cards.nth(1).getAttribute('aria-label'))!
  await cards.nth(1).getByRole('button', { name: 'Reject' }).click()
  await expect(page.getByRole('listitem', { name: rejected })).toBeHidden()
  await page.getByText('1 suggestion rejected').click()
  const takenBack = page.getByRole('list', { name: 'Rejected suggestions' }).getByRole('button', { name: /^Take back/ })
  await takenBack.click()
  await expect(page.getByRole('listitem', { name: rejected, exact: true })).toBeVisible()
  await expect(takenBack).toBeHidden()
  await page.getByRole('listitem', { name: rejected, exact: true }).getByRole('button', { name: 'Reject' }).click()
  await expect(page.getByText('1 suggestion rejected')).toBeVisible()
  await page.reload()
  await expect(cards.first()).toBeVisible()
  await expect(page.getByRole('listitem', { name: rejected, exact: true })).toBeHidden()

  // Edited before it is taken: a form, whose words may be more.
  const edited = cards.and(page.getByRole('listitem', { name: /^(SPAM|HAM): “[^”]+”(?! and)/ })).first()
  await edited.getByRole('button', { name: 'Edit' }).click()
  const words = page.getByRole('textbox', { name: 'Words or phrases' })
  await expect(words).not.toHaveValue('')
  await words.fill(`${await words.inputValue()}, subscribe`)
  await expect(page.getByRole('region', { name: 'As code' })).toContainText("'subscribe'")
  await expect(page.getByRole('tab', { name: /Votes/ })).not.toHaveText(/Votes\s*0(?!\d)/)
  await expect(list).toContainText('1 LF,')
  await page.keyboard.press('ControlOrMeta+s')
  await expect(list).toContainText('2 LFs,')

  await page.getByRole('link', { name: 'Suggestions', exact: true }).click()
  for (const count of [3, 4]) {
    await cards.first().getByRole('button', { name: 'Accept' }).click()
    await expect(list).toContainText(`${count} LFs,`)
  }
  await page.getByRole('button', { name: 'Apply 1 LF', exact: true }).click()
  await expect(page.getByRole('button', { name: 'All applied' })).toBeVisible()
  await expect(page.getByRole('listitem', { name: rejected, exact: true })).toBeHidden()
})

test('what is selected in a record, or searched for, becomes a labeling function', async ({ page, heddle }) => {
  await page.goto(heddle.url)
  await importComments(page)
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await page.getByRole('textbox', { name: 'Search the records' }).fill('subscrib')
  await expect(page.getByRole('heading', { name: /^\d+ of 2,056/ })).toBeVisible()
  await page
    .getByRole('row', { name: /subscribe/i })
    .first()
    .click()
  const panel = page.getByRole('complementary', { name: /^Record / })
  await expect(panel.getByText(/subscribe/i).first()).toBeVisible()
  await selectWord(page, 'subscribe')
  await page.getByRole('group', { name: 'Label everything like this' }).getByRole('button', { name: 'SPAM' }).click()
  const name = page.getByRole('textbox', { name: 'Name of the labeling function' })
  await expect(name).toHaveValue('like_subscribe')
  await expect(page.getByRole('textbox', { name: 'Words or phrases' })).toHaveValue('subscribe')
  await expect(page.getByRole('tab', { name: /Votes/ })).not.toHaveText(/Votes\s*0(?!\d)/)

  await page.goBack()
  await page.getByRole('button', { name: 'Make a labeling function' }).click()
  await page.getByRole('menuitem', { name: 'that votes SPAM' }).click()
  await expect(name).toHaveValue('like_subscrib')
  await expect(page.getByRole('textbox', { name: 'Regular expression' })).toHaveValue('\\bsubscrib')
  await expect(page.getByRole('tab', { name: /Votes/ })).not.toHaveText(/Votes\s*0(?!\d)/)
})

async function openSuggestions(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Labeling fns' }).click()
  await page.getByRole('link', { name: 'Suggestions', exact: true }).click()
}

/** As a person who reads them would. */
async function review(page: Page): Promise<void> {
  const record = page.getByRole('article')
  for (let done = 0; done < REVIEWS; done++) {
    const id = await record.getByText(/^(train|valid|test)-\d+$/).innerText()
    const isSpam = /check|subscribe|http|www|channel|\.com|follow|money/i.test(
      await record.locator('[dir=auto]').first().innerText(),
    )
    await page.keyboard.press(isSpam ? '1' : '2')
    if (done === 0) {
      await page.getByRole('dialog', { name: 'Who is at work?' }).getByLabel('Your name').fill('Ada')
      await page.keyboard.press('Enter')
    }
    await expect(record.getByText(id, { exact: true })).toBeHidden()
  }
}

/** Double-clicks the word in the open record. */
async function selectWord(page: Page, word: string): Promise<void> {
  const box = await page.evaluate(sought => {
    const walker = document.createTreeWalker(
      document.querySelector('aside[aria-label^="Record"]')!,
      NodeFilter.SHOW_TEXT,
    )
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = (node.textContent ?? '').toLowerCase().indexOf(sought)
      if (at < 0) continue
      const range = document.createRange()
      range.setStart(node, at)
      range.setEnd(node, at + sought.length)
      const { x, y, width, height } = range.getBoundingClientRect()
      return { x: x + width / 2, y: y + height / 2 }
    }
    return undefined
  }, word)
  await page.mouse.dblclick(box!.x, box!.y)
}
