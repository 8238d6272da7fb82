import { resolve } from 'node:path'
import type { AnnotationsImport } from '../../../src-shared/review.ts'
import { placeFile } from '../../hosts/place-file.ts'
import { examples, type AddCommands, type Answer, type Context } from '../command.ts'
import { inProject } from '../session.ts'
import { count, counted, lines } from '../tables.ts'
import { skippedText, targetOf } from './records.ts'

/** annotations export, annotations import */
export const addAnnotations: AddCommands = (program, run) => {
  const annotations = program
    .command('annotations')
    .description('decisions made on a copy of the project: export, import')
  annotations
    .command('export')
    .description('write every decision that was made, one a line')
    .argument('<project>')
    .argument('<file>')
    .addHelpText(
      'after',
      examples('annotations export copy.heddle ada.jsonl', 'annotations import spam.heddle ada.jsonl'),
    )
    .action(run(exportAnnotations))
  annotations
    .command('import')
    .description('add the decisions of a copy; in whatever order and however often, the outcome is the same')
    .argument('<project>')
    .argument('<file>')
    .action(run(importAnnotations))
}

const exportAnnotations = (context: Context, given: string, file: string): Promise<Answer> =>
  inProject(context, given, 'read', async ({ engine, client, projectId, path }) => {
    const target = targetOf(file, path)
    const { fileId, annotations, sha256 } = await client.review.exportAnnotations({ projectId })
    await placeFile(engine.files.path(fileId), target)
    return {
      value: { annotations, sha256 },
      text: `Wrote ${counted(annotations, 'annotation')} to ${target}.`,
    }
  })

const importAnnotations = (context: Context, given: string, file: string): Promise<Answer> =>
  inProject(context, given, 'write', async ({ engine, client, projectId }) => {
    const fileId = engine.files.add(resolve(file))
    const result = await client.review.importAnnotations({ projectId, fileId })
    await client.review.settle({ projectId })
    return { value: result, text: importText(result) }
  })

const importText = ({ added, known, unknownIds, skipped }: AnnotationsImport): string =>
  lines(
    `Added ${counted(added, 'annotation')}; ${count(known)} known already.`,
    unknownIds > 0 && `${counted(unknownIds, 'line')} named a record that is not in the project.`,
    skippedText(skipped),
  )
