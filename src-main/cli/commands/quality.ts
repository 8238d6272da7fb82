import type {
  Agreement,
  AnnotatorFigures,
  Audit,
  LabelErrors,
  QualityCheck,
  Stopping,
  Suspect,
} from '../../../src-shared/quality.ts'
import { examples, type AddCommands, type Answer, type Context } from '../command.ts'
import { integer, widthOfInterval } from '../options.ts'
import { inProject } from '../session.ts'
import { count, counted, lines, plain, share, table } from '../tables.ts'
import { withInterval } from './analysis.ts'

interface QualityOptions {
  width?: number
  limit?: number
}

/** quality */
export const addQuality: AddCommands = (program, run) => {
  program
    .command('quality')
    .description('gold that is likely wrong, contradictions, accuracy of the proposals, agreement of the annotators')
    .argument('<project>')
    .option('--width <width>', 'how wide the 95 % interval of the accuracy may be (default: 0.1)', widthOfInterval)
    .option(
      '--limit <n>',
      'how many suspects, contradictions and differences to list (default: 50)',
      integer(1, 10_000),
    )
    .addHelpText(
      'after',
      examples('quality spam.heddle --width 0.06', 'annotate spam.heddle train-17 SPAM --annotator Ada --recheck'),
    )
    .action(run(quality))
}

const quality = (context: Context, given: string, { width, limit }: QualityOptions): Promise<Answer> =>
  inProject(context, given, 'read', async ({ client, projectId }) => {
    const { stale: _, ...check } = await client.quality.check({ projectId, width, limit })
    const stopping = await client.quality.stopping({ projectId })
    const agreement = await client.quality.agreement({ projectId, limit })
    return { value: { ...check, stopping, agreement }, text: qualityText(check, stopping, agreement) }
  })

const qualityText = (check: Omit<QualityCheck, 'stale'>, stopping: Stopping, agreement: Agreement): string =>
  [
    labelErrorsText(check.labelErrors),
    contradictionsText(check.contradictions),
    lines(auditText(check.audit), stoppingText(stopping)),
    agreementText(agreement),
  ].join('\n\n')

function labelErrorsText({ labels, estimated, judges, count: found, suspects }: LabelErrors): string {
  if (judges.length === 0) return `Gold: ${counted(labels, 'label')}, and nothing to judge them by.`
  return lines(
    `Gold: ${count(found)} of ${counted(labels, 'label')} ${found === 1 ? 'looks' : 'look'} wrong; about ${areWrong(Math.round(estimated))}. Judged by ${judges.join(' and ')}.`,
    suspects.length > 0 && suspectsTable(suspects),
  )
}

const areWrong = (labels: number): string => `${count(labels)} ${labels === 1 ? 'is' : 'are'}`

const suspectsTable = (suspects: Suspect[]): string =>
  table(
    [
      { title: 'record', value: each => each.id, width: 24 },
      { title: 'gold', value: each => each.given, width: 20 },
      { title: 'from', value: each => each.annotator ?? each.source, width: 16 },
      { title: 'p', value: each => share(each.givenProbability) },
      { title: 'more likely', value: each => each.suggested, width: 20 },
      { title: 'p', value: each => share(each.probability) },
      { title: 'text', value: each => each.text, width: 60 },
    ],
    suspects,
  )

function contradictionsText({ compared, count: found, groups }: QualityCheck['contradictions']): string {
  const among = `among ${counted(compared, 'record')} with a class`
  if (found === 0) return `Contradictions: no near-duplicates of different classes ${among}.`
  const told = groups.map(
    ({ resemblance, records }) =>
      `${share(resemblance)}  ${records.map(({ id, label }) => `${plain(id)} ${plain(label)}`).join(', ')}: ${plain(records[0]!.text).slice(0, 60)}`,
  )
  return lines(`Contradictions: ${counted(found, 'group')} of near-duplicates of different classes ${among}.`, ...told)
}

function auditText({ model, asked, answered, n, accuracy, interval, width, moreChecks, moreReviews }: Audit): string {
  if (!model) return 'Proposals: there is no label model whose proposals could be checked.'
  const answers = `${counted(asked, 'random check')}, ${count(answered)} answered`
  const accuracyWords =
    accuracy === undefined
      ? `Proposals of ${model}: nothing is known yet (${answers}).`
      : `Proposals of ${model}: ${withInterval(accuracy, interval)} right on ${count(n)} (${answers}).`
  const more =
    moreChecks === 0
      ? `The interval is no wider than ${share(width)}.`
      : `${counted(moreChecks!, 'more check')} would make the interval ${share(width)} wide: about ${counted(moreReviews!, 'review')} in the default order, or as many as checks with --strategy random.`
  return lines(accuracyWords, more)
}

function stoppingText({ steps, mean, isStable }: Stopping): string {
  const kappas = steps.map(({ kappa }) => share(kappa) ?? '–').join(', ')
  if (mean === undefined)
    return `Stopping: too little to tell${steps.length > 0 ? ` (kappa of ${kappas})` : ''}; it takes four fits, each after 20 more reviews.`
  return isStable
    ? `Stopping: the last 60 reviews changed hardly any proposal (kappa ${kappas}); more will not either.`
    : `Stopping: review still changes proposals (kappa ${kappas}).`
}

function agreementText({ annotators, pairs, fleissKappa, krippendorffAlpha, differing }: Agreement): string {
  if (annotators.length === 0) return 'Annotators: nobody has decided anything yet.'
  const both = fleissKappa.n > 0 && [
    `Fleiss' kappa ${share(fleissKappa.value) ?? '–'}`,
    `Krippendorff's alpha ${share(krippendorffAlpha.value) ?? '–'}`,
    `over ${counted(fleissKappa.n, 'record')} that two or more decided, ${count(differing)} of them differently`,
  ]
  return lines(
    both ? `Annotators: ${both.join(', ')}.` : 'Annotators: no record was decided by two of them.',
    annotatorsTable(annotators),
    pairs.length > 0 &&
      table(
        [
          { title: 'annotator', value: pair => pair.a, width: 20 },
          { title: 'annotator', value: pair => pair.b, width: 20 },
          { title: "Cohen's kappa", value: pair => share(pair.kappa) },
          { title: 'records', value: pair => pair.n },
        ],
        pairs,
      ),
  )
}

const annotatorsTable = (annotators: AnnotatorFigures[]): string =>
  table(
    [
      { title: 'annotator', value: each => each.annotator, width: 20 },
      { title: 'decisions', value: each => each.decided },
      { title: 'skipped', value: each => each.skipped },
      { title: 'flagged', value: each => each.flagged },
      { title: 's per decision', value: each => each.secondsPerDecision?.toFixed(1) },
      { title: 'right', value: each => withInterval(each.accuracy, each.interval, ` of ${count(each.judged)}`) },
    ],
    annotators,
  )
