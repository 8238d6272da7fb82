import { implement } from '@orpc/server'
import { contract } from '../../src-shared/contract.ts'
import type { Engine } from './engine.ts'
import type { Project } from './project.ts'
import { advice } from './workflows/advice.ts'
import { agreement } from './workflows/agreement.ts'
import * as analysis from './workflows/analysis.ts'
import { exportAnnotations, importAnnotations } from './workflows/annotations.ts'
import { apply } from './workflows/apply.ts'
import { removeClass } from './workflows/class-removal.ts'
import * as classes from './workflows/classes.ts'
import * as endModels from './workflows/end-models.ts'
import { evaluate } from './workflows/evaluate.ts'
import { exportRecords, previewExport } from './workflows/export.ts'
import { labelHistory } from './workflows/label-history.ts'
import { lfTable } from './workflows/lf-table.ts'
import { history } from './workflows/history.ts'
import { htmlReport } from './workflows/html-report.ts'
import * as distribution from './workflows/distribution.ts'
import { coverage } from './workflows/coverage.ts'
import { compareVersions } from './workflows/lf-compare.ts'
import * as lfs from './workflows/labeling-functions.ts'
import * as values from './workflows/lf-values.ts'
import { dependentLfs, lfPairs } from './workflows/lf-pairs.ts'
import * as lfPreview from './workflows/lf-preview.ts'
import { learningCurve } from './workflows/learning-curve.ts'
import * as lists from './workflows/lists.ts'
import * as models from './workflows/label-models.ts'
import { run as runOnnxModel, tryOut } from './workflows/onnx-answers.ts'
import * as onnxModels from './workflows/onnx-models.ts'
import { lookAlikes } from './workflows/look-alikes.ts'
import * as map from './workflows/map.ts'
import { compare, lastComparison } from './workflows/model-comparison.ts'
import { learn } from './workflows/review-curve.ts'
import * as modelQuality from './workflows/model-quality.ts'
import { disagreements } from './workflows/model-disagreements.ts'
import * as projects from './workflows/projects.ts'
import * as quality from './workflows/quality.ts'
import * as queue from './workflows/queue.ts'
import { recordDetail } from './workflows/record-detail.ts'
import * as records from './workflows/records.ts'
import { importFile, previewFile, previewImport } from './workflows/records-import.ts'
import * as removedLfs from './workflows/removed-lfs.ts'
import { settle } from './workflows/refit.ts'
import * as review from './workflows/review.ts'
import * as sliceScores from './workflows/slice-scores.ts'
import * as slices from './workflows/slices.ts'
import { stopping } from './workflows/stopping.ts'
import { duplicates, moreLike, similar } from './workflows/similar-records.ts'
import * as simulation from './workflows/simulation.ts'
import * as suggestions from './workflows/suggestions.ts'
import * as team from './workflows/team.ts'
import { uncoveredGroups } from './workflows/uncovered-groups.ts'
import * as trust from './workflows/trust.ts'
import { importVotes, lookAtVotes } from './workflows/votes-import.ts'
import { tellProblems } from './tell-problems.ts'

interface Context {
  engine: Engine
}

const os = implement(contract)
  .$context<Context>()
  .use(({ context, path, next }, input) => tellProblems(context.engine, path, input, () => next()))

/** Runs a workflow inside the project that its input names. */
const inProject =
  <I, O>(workflow: (project: Project, input: I, signal?: AbortSignal) => O) =>
  ({ context, input, signal }: { context: Context; input: I & { projectId: string }; signal?: AbortSignal }): O =>
    workflow(context.engine.project(input.projectId), input, signal)

export const router = os.router({
  projects: {
    list: os.projects.list.handler(({ context }) => context.engine.listProjects()),
    create: os.projects.create.handler(({ context, input }) => context.engine.create(input)),
    previewFile: os.projects.previewFile.handler(({ context, input }) => previewFile(context.engine, input)),
    open: os.projects.open.handler(({ context, input }) => context.engine.open(input)),
    openDemo: os.projects.openDemo.handler(({ context }) => context.engine.openDemo()),
    close: os.projects.close.handler(async ({ context, input }) => {
      await context.engine.closeProject(input.projectId)
      return {}
    }),
    get: os.projects.get.handler(inProject(projects.describe)),
    overview: os.projects.overview.handler(inProject(projects.overview)),
    editTitle: os.projects.editTitle.handler(inProject(projects.editTitle)),
    addClass: os.projects.addClass.handler(inProject(classes.addClass)),
    editClass: os.projects.editClass.handler(inProject(classes.editClass)),
    removeClass: os.projects.removeClass.handler(inProject(removeClass)),
    untrusted: os.projects.untrusted.handler(inProject(trust.untrusted)),
    trust: os.projects.trust.handler(
      inProject(async project => {
        await trust.trust(project)
        return projects.describe(project)
      }),
    ),
    verify: os.projects.verify.handler(inProject(projects.verify)),
    backup: os.projects.backup.handler(inProject(projects.backup)),
  },
  records: {
    importPreview: os.records.importPreview.handler(inProject(previewImport)),
    import: os.records.import.handler(inProject(importFile)),
    list: os.records.list.handler(inProject(records.list)),
    moreLike: os.records.moreLike.handler(inProject(moreLike)),
    fields: os.records.fields.handler(inProject(records.fields)),
    delete: os.records.delete.handler(inProject(records.remove)),
    makeSplit: os.records.makeSplit.handler(inProject(records.makeSplit)),
    exportPreview: os.records.exportPreview.handler(inProject(previewExport)),
    export: os.records.export.handler(inProject(exportRecords)),
  },
  labelingFunctions: {
    list: os.labelingFunctions.list.handler(inProject(lfs.list)),
    get: os.labelingFunctions.get.handler(inProject(lfs.get)),
    save: os.labelingFunctions.save.handler(inProject(lfs.save)),
    restore: os.labelingFunctions.restore.handler(inProject(lfs.restore)),
    remove: os.labelingFunctions.remove.handler(inProject(removedLfs.remove)),
    removed: os.labelingFunctions.removed.handler(inProject(removedLfs.removed)),
    putBack: os.labelingFunctions.putBack.handler(inProject(removedLfs.putBack)),
    mark: os.labelingFunctions.mark.handler(inProject(lfs.mark)),
    compare: os.labelingFunctions.compare.handler(inProject(compareVersions)),
    preview: os.labelingFunctions.preview.handler(inProject(lfPreview.preview)),
    apply: os.labelingFunctions.apply.handler(inProject(apply)),
    lookAtVotes: os.labelingFunctions.lookAtVotes.handler(inProject(lookAtVotes)),
    importVotes: os.labelingFunctions.importVotes.handler(inProject(importVotes)),
    histogram: os.labelingFunctions.histogram.handler(inProject(values.histogram)),
    fieldValues: os.labelingFunctions.fieldValues.handler(inProject(values.fieldValues)),
    wordWeights: os.labelingFunctions.wordWeights.handler(inProject(values.wordWeights)),
    editorTypes: os.labelingFunctions.editorTypes.handler(inProject(lfPreview.editorTypes)),
    suggest: os.labelingFunctions.suggest.handler(inProject(suggestions.suggest)),
    uncoveredGroups: os.labelingFunctions.uncoveredGroups.handler(inProject(uncoveredGroups)),
    rejectedSuggestions: os.labelingFunctions.rejectedSuggestions.handler(inProject(suggestions.rejectedSuggestions)),
    rejectSuggestion: os.labelingFunctions.rejectSuggestion.handler(inProject(suggestions.rejectSuggestion)),
  },
  lists: {
    list: os.lists.list.handler(inProject(lists.list)),
    get: os.lists.get.handler(inProject(lists.get)),
    look: os.lists.look.handler(inProject(lists.look)),
    import: os.lists.import.handler(inProject(lists.importList)),
    remove: os.lists.remove.handler(inProject(lists.remove)),
  },
  labelModels: {
    list: os.labelModels.list.handler(() => models.listModels()),
    fit: os.labelModels.fit.handler(inProject(models.fit)),
    current: os.labelModels.current.handler(inProject(models.currentFit)),
  },
  endModels: {
    list: os.endModels.list.handler(() => endModels.listEndModels()),
    train: os.endModels.train.handler(inProject(endModels.train)),
    compare: os.endModels.compare.handler(inProject(endModels.compare)),
    running: os.endModels.running.handler(inProject(endModels.running)),
    trainings: os.endModels.trainings.handler(inProject(endModels.listTrainings)),
    useLabelModel: os.endModels.useLabelModel.handler(inProject(endModels.useLabelModel)),
    learningCurve: os.endModels.learningCurve.handler(inProject(learningCurve)),
    predict: os.endModels.predict.handler(inProject(endModels.predict)),
  },
  distribution: {
    check: os.distribution.check.handler(inProject(distribution.check)),
    last: os.distribution.last.handler(inProject(distribution.last)),
  },
  modelComparison: {
    run: os.modelComparison.run.handler(inProject(compare)),
    last: os.modelComparison.last.handler(inProject(lastComparison)),
    disagreements: os.modelComparison.disagreements.handler(inProject(disagreements)),
  },
  modelQuality: {
    judge: os.modelQuality.judge.handler(inProject(modelQuality.judge)),
    learn: os.modelQuality.learn.handler(inProject(learn)),
    last: os.modelQuality.last.handler(inProject(modelQuality.last)),
  },
  onnxModels: {
    list: os.onnxModels.list.handler(inProject(onnxModels.list)),
    add: os.onnxModels.add.handler(inProject(onnxModels.add)),
    download: os.onnxModels.download.handler(inProject(onnxModels.download)),
    remove: os.onnxModels.remove.handler(inProject(onnxModels.remove)),
    tryOut: os.onnxModels.tryOut.handler(inProject(tryOut)),
    run: os.onnxModels.run.handler(inProject(runOnnxModel)),
    similar: os.onnxModels.similar.handler(inProject(similar)),
    duplicates: os.onnxModels.duplicates.handler(inProject(duplicates)),
    status: os.onnxModels.status.handler(({ context }) => onnxModels.status(context.engine.services)),
    saveSettings: os.onnxModels.saveSettings.handler(({ context, input }) =>
      onnxModels.saveSettings(context.engine.services, input),
    ),
  },
  map: {
    layout: os.map.layout.handler(inProject(map.layout)),
    marks: os.map.marks.handler(inProject(map.marks)),
    records: os.map.records.handler(inProject(map.records)),
  },
  queue: {
    strategies: os.queue.strategies.handler(() => queue.listStrategies()),
    list: os.queue.list.handler(inProject(queue.list)),
    waiting: os.queue.waiting.handler(inProject(project => ({ waiting: queue.waiting(project, {}) }))),
  },
  review: {
    next: os.review.next.handler(inProject(review.next)),
    record: os.review.record.handler(
      inProject((project: Project, { id, blindFor }: { id: string; blindFor?: string | undefined }) =>
        recordDetail(project, id, blindFor),
      ),
    ),
    labelHistory: os.review.labelHistory.handler(inProject(labelHistory)),
    lookAlikes: os.review.lookAlikes.handler(inProject(lookAlikes)),
    submit: os.review.submit.handler(inProject(review.submit)),
    undo: os.review.undo.handler(inProject(review.undo)),
    redo: os.review.redo.handler(inProject(review.redo)),
    history: os.review.history.handler(inProject(review.history)),
    doneSince: os.review.doneSince.handler(inProject(review.doneSince)),
    exportAnnotations: os.review.exportAnnotations.handler(inProject(exportAnnotations)),
    importAnnotations: os.review.importAnnotations.handler(inProject(importAnnotations)),
    settle: os.review.settle.handler(inProject(settle)),
  },
  analysis: {
    report: os.analysis.report.handler(inProject(analysis.report)),
    lfTable: os.analysis.lfTable.handler(inProject(lfTable)),
    evaluate: os.analysis.evaluate.handler(inProject(evaluate)),
    coverage: os.analysis.coverage.handler(inProject(coverage)),
    classShares: os.analysis.classShares.handler(inProject(analysis.classShares)),
    advice: os.analysis.advice.handler(inProject(advice)),
    lfPairs: os.analysis.lfPairs.handler(inProject(lfPairs)),
    dependentLfs: os.analysis.dependentLfs.handler(inProject(dependentLfs)),
    htmlReport: os.analysis.htmlReport.handler(inProject(htmlReport)),
    history: os.analysis.history.handler(inProject(history)),
  },
  quality: {
    check: os.quality.check.handler(inProject(quality.check)),
    last: os.quality.last.handler(inProject(quality.last)),
    stopping: os.quality.stopping.handler(inProject(stopping)),
    agreement: os.quality.agreement.handler(inProject(agreement)),
  },
  slices: {
    list: os.slices.list.handler(inProject(slices.list)),
    save: os.slices.save.handler(inProject(slices.save)),
    history: os.slices.history.handler(inProject(slices.history)),
    remove: os.slices.remove.handler(inProject(slices.remove)),
    update: os.slices.update.handler(inProject(slices.update)),
    score: os.slices.score.handler(inProject(sliceScores.score)),
    lastScores: os.slices.lastScores.handler(inProject(sliceScores.lastScores)),
  },
  simulation: {
    run: os.simulation.run.handler(inProject(simulation.simulate)),
    last: os.simulation.last.handler(inProject(simulation.last)),
  },
  team: {
    links: os.team.links.handler(inProject(team.links)),
    makeLink: os.team.makeLink.handler(inProject(team.makeLink)),
    rules: os.team.rules.handler(inProject(team.rules)),
    setRules: os.team.setRules.handler(inProject(team.setRules)),
    withdrawLink: os.team.withdrawLink.handler(inProject(team.withdrawLink)),
  },
  jobs: {
    watch: os.jobs.watch.handler(({ context, input, signal }) =>
      context.engine.project(input.projectId).changes.watch(signal),
    ),
    cancel: os.jobs.cancel.handler(({ context, input }) => ({ cancelled: context.engine.cancel(input.jobId) })),
  },
})
