import { readFileSync } from 'node:fs'
import { parseHTML } from 'linkedom/worker'
import { expect, test } from 'vitest'
import { formatProbability } from '../../../src-shared/numbers.ts'
import { qualitySentence } from '../../../src-shared/model-quality-words.ts'
import { testProject, type TestProject } from '../testing/test-project.ts'

async function reportOf({ client, engine, projectId }: TestProject) {
  const { fileId, fileName, bytes } = await client.analysis.htmlReport({ projectId })
  expect(fileName).toMatch(/-report\.html$/)
  const text = readFileSync(engine.files.path(fileId), 'utf8')
  expect(bytes).toBe(Buffer.byteLength(text))
  return { text, document: parseHTML(text).document }
}

const EVIL = '<script>alert(1)</script>'

test('the report holds the numbers of the screens, in a page that loads and runs nothing', async () => {
  const opened = await testProject(['HAM', EVIL])
  const { client, projectId } = opened
  const records = Array.from({ length: 40 }, (_, i) => ({
    id: `r${i}`,
    text: i % 2 ? 'buy now' : i % 6 ? 'hello' : '',
    gold: i < 30 ? (i % 2 ? EVIL : 'HAM') : '',
  }))
  await opened.add(records, { id: 'id', text: 'text', gold: 'gold' })
  await client.projects.editTitle({ projectId, title: `Mail ${EVIL}` })
  await client.projects.editClass({ projectId, index: 1, guideline: `Unasked & "bold" ${EVIL}` })
  await opened.saveLf('buys', `(x) => x.text.includes('buy') ? '${EVIL}' : ABSTAIN`)
  await opened.saveLf('greets', `(x) => x.text.includes('hello') ? 'HAM' : ABSTAIN`)
  await client.labelingFunctions.apply({ projectId })
  await client.labelModels.fit({ projectId, model: 'dawid-skene' })
  const { text, document } = await reportOf(opened)

  const quality = await client.modelQuality.judge({ projectId })
  const words = document.body.textContent.replace(/\s+/g, ' ')
  expect(words).toContain(qualitySentence(quality))
  const { lfs } = await client.analysis.report({ projectId })
  for (const { name, empiricalAccuracy, correct, incorrect } of lfs) {
    const row = [...document.querySelectorAll('tr')].find(tr => tr.firstElementChild?.textContent === name)
    expect(row?.textContent).toContain(formatProbability(empiricalAccuracy!))
    expect(row?.textContent).toContain(`n ${correct + incorrect}`)
  }
  expect(words).toContain('have no vote of any labeling function')
  expect(document.querySelectorAll('figure > svg')).toHaveLength(5)
  expect(document.querySelectorAll('script, img, link, iframe, object, [src], [onload], [href]')).toHaveLength(0)
  expect(text).not.toContain(EVIL)
  expect(document.querySelector('h1')?.textContent).toBe(`Mail ${EVIL}`)
  expect(words).toContain(`Unasked & "bold" ${EVIL}`)
})

test('a project without anything has a report that says so', async () => {
  const { document } = await reportOf(await testProject())
  const words = document.body.textContent
  expect(words).toContain('n/a: no record has gold or a reference')
  expect(words).toContain('No model has been fitted')
  expect(words).not.toMatch(/NaN|undefined/)
})
