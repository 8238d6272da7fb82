import { join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { importComments, test } from './app.ts'

const models = join(import.meta.dirname, '../src-main/engine/testing/models')
const screens = (page: Page) => page.getByRole('navigation', { name: 'Screens' })

async function addModel(page: Page, folder: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a model…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a model' })
  for (const [file, button] of [
    ['model.onnx', 'Choose the .onnx file…'],
    ['tokenizer.json', 'Choose another file…'],
    ['config.json', 'Choose another file…'],
  ] as const) {
    const chooser = page.waitForEvent('filechooser')
    await dialog.getByRole('button', { name: button }).click()
    await (await chooser).setFiles(join(models, folder, file))
    await expect(dialog.getByText(file, { exact: true })).toBeVisible()
  }
  await dialog.getByRole('textbox', { name: 'Name' }).fill(folder)
  await dialog.getByRole('button', { name: 'Add the model' }).click()
  await expect(dialog).toBeHidden()
}

/** Draws a ring around points, wider or closer until it holds about so many; gives how many it holds. */
async function lassoAbout(page: Page, map: Locator, wanted: number): Promise<number> {
  const middle = await map.locator('canvas').evaluate(canvasMiddle)
  const { x, y, width, height } = (await map.boundingBox())!
  const heading = page.getByRole('heading', { name: /^[\d,]+ records? chosen$/ })
  let [least, most] = [0, Math.min(width, height) / 2]
  for (let attempt = 0; attempt < 12; attempt++) {
    const radius = (least + most) / 2
    const at = (turn: number) =>
      [
        x + middle.x * width + radius * Math.cos(2 * Math.PI * turn),
        y + middle.y * height + radius * Math.sin(2 * Math.PI * turn),
      ] as const
    await page.getByRole('button', { name: 'Lasso' }).click()
    await page.mouse.move(...at(0))
    await page.mouse.down()
    for (const turn of [1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6]) await page.mouse.move(...at(turn))
    await page.mouse.up()
    const count = (await heading.isVisible()) ? Number((await heading.innerText()).replace(/\D/g, '')) : 0
    if (count >= 0.75 * wanted && count <= 1.25 * wanted) return count
    if (count < wanted) least = radius
    else most = radius
  }
  throw new Error(`no ring holds about ${wanted} points`)
}

/** The middle of all that is drawn, as shares of the canvas. */
function canvasMiddle(element: Element): { x: number; y: number } {
  const canvas = element as HTMLCanvasElement
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
  let [x, y, count] = [0, 0, 0]
  for (let at = 3; at < data.length; at += 4) {
    if (data[at] === 0) continue
    x += ((at - 3) / 4) % canvas.width
    y += Math.floor((at - 3) / 4 / canvas.width)
    count++
  }
  return { x: x / count / canvas.width, y: y / count / canvas.height }
}

const entry = (page: Page, name: string) => page.getByRole('listitem', { name, exact: true })

test('models are added from their files: one votes, another finds near-duplicates and draws the map, and records chosen on it are reviewed', async ({
  page,
  heddle,
}) => {
  test.slow()
  await page.goto(heddle.url)
  await importComments(page)
  await screens(page).getByRole('link', { name: 'ONNX models' }).click()
  await expect(page.getByRole('heading', { name: 'This project has no ONNX model yet.' })).toBeVisible()

  await addModel(page, 'tiny-embed')
  const embed = entry(page, 'tiny-embed')
  await expect(embed).toContainText('gives a vector of 64 numbers')
  await embed.getByRole('button', { name: 'Embed all records' }).click()
  await expect(page.getByText(/tiny-embed read [\d,]+ records on CPU/)).toBeVisible({ timeout: 60_000 })
  await expect(page.getByRole('contentinfo', { name: 'Status' })).toContainText(/CPU · [\d,]+ records\/s/)
  await page.getByRole('button', { name: 'Find them' }).click()
  await expect(page.getByText(/pairs? among 2,056 records/)).toBeVisible()
  await expect(page.getByRole('list', { name: 'Pairs' }).getByRole('listitem').first()).toBeVisible()

  await addModel(page, 'tiny-sentiment')
  const mood = entry(page, 'tiny-sentiment')
  await mood.getByRole('textbox', { name: 'Try tiny-sentiment on a text' }).fill('A gripping, beautifully acted film.')
  await mood.getByRole('button', { name: 'Try', exact: true }).click()
  await expect(
    mood
      .getByRole('img', { name: 'positive: probability 1.00' })
      .or(mood.getByRole('img', { name: 'positive: probability >0.99' })),
  ).toBeVisible()

  await mood.getByRole('button', { name: 'Let it vote…' }).click()
  const labels = page.getByRole('list', { name: 'Classes of the labels' })
  await labels.getByLabel('positive means').selectOption('HAM')
  await labels.getByLabel('negative means').selectOption('SPAM')
  await page.getByRole('slider', { name: 'Least probability' }).fill('0.9')
  await expect(page.getByRole('region', { name: 'As code' })).toContainText("x.fields['model:tiny-sentiment']")
  await expect(page.getByRole('tab', { name: /^Votes/ })).not.toHaveText(/Votes\s*0(?!\d)/, { timeout: 60_000 })
  await page.keyboard.press('ControlOrMeta+s')
  await expect(page.getByRole('button', { name: /^Saved/ })).toBeVisible()
  await page.getByRole('button', { name: 'Apply 1 LF', exact: true }).click()
  await expect(page.getByRole('button', { name: 'All applied' })).toBeVisible({ timeout: 60_000 })
  await screens(page).getByRole('link', { name: 'Analysis' }).click()
  await expect(page.getByRole('link', { name: 'by_tiny_sentiment', exact: true })).toBeVisible()

  await screens(page).getByRole('link', { name: 'Label model' }).click()
  await page.getByRole('button', { name: 'Use Majority vote' }).click()
  await expect(page.getByRole('contentinfo', { name: 'Status' })).toContainText('Majority vote fitted')
  await screens(page).getByRole('link', { name: 'End models' }).click()
  await page.getByRole('button', { name: 'Train Naive Bayes (multinomial)' }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Naive Bayes (multinomial) proposes the classes')

  await screens(page).getByRole('link', { name: 'Map' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('where tiny-embed finds them alike', {
    timeout: 60_000,
  })
  const map = page.getByRole('application', { name: /^Map of 2,0\d\d records: .* HAM/ })
  const legend = page.getByRole('complementary', { name: 'Legend and chosen records' })
  const ham = legend.getByRole('button', { name: /^HAM/ })
  const points = /[\d,]+$/.exec((await ham.innerText()).trim())![0]
  await ham.click()
  await expect(legend.getByRole('heading', { name: `${points} records chosen` })).toBeVisible()
  const chosen = await lassoAbout(page, map, 20)
  await expect(legend.getByRole('list', { name: 'Chosen records' }).getByRole('listitem')).toHaveCount(chosen)
  await legend.getByRole('button', { name: 'Review them' }).click()
  await expect(page.getByRole('article')).toBeVisible()
  await expect(page.locator('select').filter({ hasText: 'Chosen on the map' })).toHaveValue('Chosen on the map')
})
