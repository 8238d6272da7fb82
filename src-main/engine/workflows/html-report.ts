import { historyPoints } from '../../../src-shared/history-words.ts'
import { balanceSource, staleSentence } from '../../../src-shared/label-models.ts'
import type { ModelQuality } from '../../../src-shared/model-quality.ts'
import { formatCount, formatCounted } from '../../../src-shared/numbers.ts'
import type { Overview } from '../../../src-shared/projects.ts'
import { writeText } from '../adapters/formats/files/write-text.ts'
import { takePen } from '../adapters/report/figure.ts'
import { type ReportContent, reportPage } from '../adapters/report/page.ts'
import type { StoredFit } from '../adapters/store/models.ts'
import { standing } from '../core/review/log.ts'
import type { JobHandle, Project } from '../project.ts'
import { report } from './analysis.ts'
import { history } from './history.ts'
import { judgeNow } from './model-quality.ts'
import { describe, overview } from './projects.ts'
import { isLive, labelOf, PSEUDO, snapshotOf, stateOf, type View } from './view.ts'

/** Writes the page of the project for people without Heddle. */
export const htmlReport = (project: Project) =>
  project.job('Write the report', async job => {
    const page = reportPage(await takePen(), await contentOf(project, job))
    const fileName = `${project.fileName.replace(/\.heddle$/, '')}-report.html`
    const { fileId, path } = project.services.files.create(fileName)
    const { bytes } = await writeText(path, [page], job.signal)
    return { fileId, fileName, bytes }
  })

async function contentOf(project: Project, job: JobHandle): Promise<ReportContent> {
  const quality = await qualityOf(project, overview(project), job)
  // Read in one go after what took a while, so that all counts are of the same moment.
  const view = snapshotOf(project)
  const { records, states, splits, ...counts } = overview(project)
  const { lfs } = report(project, {})
  const { title, classes } = describe(project)
  const perClass = countPerClass(view)
  return {
    title,
    madeAt: new Date().toISOString(),
    version: project.services.version,
    records,
    states,
    splits,
    classes: classes.map(({ name, guideline }, c) => ({ name, guideline, ...perClass[c]! })),
    labeled: howLabeled(project, view, states.gold),
    history: historyPoints(history(project).moments, { day: at => at.slice(0, 10), when: at => at }),
    lfs,
    quality,
    gaps: [
      ...gapsOf({ records, states, splits, ...counts }),
      ...lfs.filter(lf => lf.faults > 0).map(lf => `${lf.name} fails on ${formatCounted(lf.faults, 'record')}.`),
      ...perClass.flatMap(({ gold }, c) =>
        gold === 0 && states.gold > 0
          ? [`No gold record is ${classes[c]!.name}, so nothing is known of how well it is found.`]
          : [],
      ),
    ],
  }
}

async function qualityOf(
  project: Project,
  { withGold, withReference }: Overview,
  job: JobHandle,
): Promise<ModelQuality | undefined> {
  if (withGold + withReference === 0) return undefined
  const { quality } = await judgeNow(project, { against: withGold > 0 ? 'gold' : 'reference' }, job)
  return { ...quality, isStale: false }
}

function countPerClass(view: View): { gold: number; proposed: number }[] {
  const counts = view.classes.map(() => ({ gold: 0, proposed: 0 }))
  for (let row = 0; row < view.rowCount; row++) {
    if (!isLive(view, row)) continue
    const label = labelOf(view, row)
    if (label >= 0) counts[label]![stateOf(view, row) === PSEUDO ? 'proposed' : 'gold']++
  }
  return counts
}

function howLabeled({ store }: Project, view: View, gold: number): string[] {
  const log = standing(store.reviews.all()).filter(({ kind, recordId }) => {
    const row = store.records.rowOf(recordId)
    return kind === 'label' && row !== undefined && isLive(view, row)
  })
  const reviewed = new Set(log.map(({ recordId }) => recordId)).size
  const people = new Set(log.map(({ annotator }) => annotator)).size
  const lfs = view.lfs.length
  return [
    log.length === 0
      ? `${formatCounted(gold, 'gold class', 'gold classes')} came with the data; nobody has reviewed a record here.`
      : `${formatCounted(people, 'person', 'people')} decided the class of ${formatCounted(reviewed, 'record')}, in ${formatCounted(log.length, 'decision')}.`,
    `${formatCounted(lfs, 'labeling function')} ${lfs === 1 ? 'votes' : 'vote'}.`,
    ...(view.fit ? whatProposes(view.fit) : ['No model has been fitted, so no class is proposed.']),
  ]
}

function whatProposes({ summary, trainedOn }: StoredFit): string[] {
  const { endModel } = summary
  const fitted = [
    ...(summary.reason ? [summary.reason] : []),
    `${formatCounted(summary.usedGold, 'gold record')} taught ${summary.title}; the class balance was ${balanceSource(summary)}.`,
  ]
  const day = (at: string) => at.slice(0, 10)
  if (!endModel) return [`${summary.title} proposes the classes, fitted ${day(summary.fittedAt)}.`, ...fitted]
  const { title, trainedAt, usedGold, usedPseudo } = endModel
  const lessons = [
    ...(usedPseudo > 0 ? [`${formatCounted(usedPseudo, 'pseudo-label')} of ${summary.title}`] : []),
    ...(usedGold > 0 ? [formatCounted(usedGold, 'gold record')] : []),
  ]
  return [
    `${title} proposes the classes, trained ${day(trainedAt)} on ${lessons.join(' and ')}.`,
    ...(trainedOn !== undefined && usedPseudo > 0 ? fitted : []),
  ]
}

function gapsOf(counts: Overview): string[] {
  const { records, states, covered, lfsToApply, quarantined, disputed, flagged, goldToRecheck, withGold, model } =
    counts
  const some = (count: number) =>
    `${formatCount(count)} of ${formatCounted(records, 'record')} ${count === 1 ? 'has' : 'have'}`
  const told: [count: number, words: string][] = [
    [records - covered, `${some(records - covered)} no vote of any labeling function.`],
    [states.uncovered, `${some(states.uncovered)} no class: neither a vote nor the model reaches that far.`],
    [states.tied, `${some(states.tied)} votes and no class: none is ahead.`],
    [disputed, `Annotators differ on ${formatCounted(disputed, 'record')}.`],
    [flagged, `${formatCounted(flagged, 'record')} flagged by annotators and not settled.`],
    [
      goldToRecheck,
      `The text of ${formatCounted(goldToRecheck, 'gold record')} has changed since the class was given.`,
    ],
    [lfsToApply, `${formatCounted(lfsToApply, 'labeling function')} not yet run on every record.`],
    [quarantined, `${formatCounted(quarantined, 'labeling function')} quarantined: the last good votes are used.`],
  ]
  return [
    ...told.flatMap(([count, words]) => (count > 0 ? [words] : [])),
    ...(withGold === 0 ? ['No record has gold.'] : []),
    ...[staleSentence(model)].flatMap(sentence => sentence ?? []),
  ]
}
