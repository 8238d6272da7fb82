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

test('it counts the decisions that stand, and each sentence holds for one as for many', async () => {
  const opened = await testProject()
  const { client, projectId } = opened
  await opened.add(Array.from({ length: 12 }, (_, i) => ({ id: `r${i}`, text: i % 2 ? `spam ${i}` : `hello ${i}` })))
  const decide = (id: string, label: string) =>
    client.review.submit({ projectId, annotator: 'ada', id, decision: { label } })
  for (let i = 0; i < 11; i++) await decide(`r${i}`, i % 2 ? 'SPAM' : 'HAM')
  await client.review.undo({ projectId, annotator: 'ada' })
  await client.review.settle({ projectId })
  const words = async () => (await reportOf(opened)).document.body.textContent.replace(/\s+/g, ' ')
  const alone = await words()
  expect(alone).toContain('1 person decided the class of 10 records, in 10 decisions.')
  expect(alone).toMatch(/Softmax regression proposes the classes, trained [\d-]+ on 10 gold records\./)
  expect(alone).not.toContain('pseudo-label of')
  await opened.saveLf('says-spam', `(x) => x.text.includes('spam') ? 'SPAM' : ABSTAIN`)
  await opened.saveLf('says-hello', `(x) => x.text.includes('hello') && x.id !== 'r0' ? 'HAM' : ABSTAIN`)
  await client.labelingFunctions.apply({ projectId })
  await client.labelingFunctions.mark({ projectId, name: 'says-spam', enabled: false })
  expect(await words()).toContain('1 labeling function votes.')
  await client.labelingFunctions.mark({ projectId, name: 'says-spam', enabled: true })
  expect(await words()).toContain('1 of 12 records has no vote of any labeling function.')
})
