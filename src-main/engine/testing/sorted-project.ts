import { testProject, type TestProject } from './test-project.ts'

/** Sixty short texts about fruit or tools; three functions know some of the words. */
export async function sortedProject(): Promise<TestProject> {
  const project = await testProject(['fruit', 'tool'])
  const fruit = ['apple', 'pear', 'plum', 'cherry']
  const tools = ['hammer', 'saw', 'pliers', 'drill']
  const records = Array.from({ length: 60 }, (_, i) => {
    const words = i % 2 === 0 ? fruit : tools
    return { id: `r${i}`, text: `${words[i % 4]} and ${words[(i + 1 + (i % 3)) % 4]} ${i % 2 === 0 ? 'tree' : 'box'}`, truth: i % 2 === 0 ? 'fruit' : 'tool' }
  }) // prettier-ignore
  await project.add(records, { id: 'id', text: 'text', reference: 'truth' })
  await project.saveLf('apple', `(x) => h.anyOf(x.text, ['apple']) ? 'fruit' : ABSTAIN`)
  await project.saveLf('hammer', `(x) => h.anyOf(x.text, ['hammer']) ? 'tool' : ABSTAIN`)
  await project.saveLf('saw', `(x) => h.anyOf(x.text, ['saw']) ? 'tool' : ABSTAIN`)
  await project.client.labelingFunctions.apply({ projectId: project.projectId })
  return project
}
