import { testProject, type TestProject } from './test-project.ts'

/** Twelve records; two LFs that disagree on the even ones and leave the last two alone. */
export async function reviewable(): Promise<TestProject> {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(Array.from({ length: 12 }, (_, i) => ({ id: `r${i}`, text: `text ${i}`, n: i })))
  await project.saveLf('spam', `(x) => Number(x.fields.n) < 10 ? 'SPAM' : ABSTAIN`)
  await project.saveLf('even', `(x) => Number(x.fields.n) < 10 && Number(x.fields.n) % 2 === 0 ? 'HAM' : ABSTAIN`)
  await client.labelingFunctions.apply({ projectId })
  await client.labelModels.fit({ projectId, model: 'majority-vote' })
  return project
}
