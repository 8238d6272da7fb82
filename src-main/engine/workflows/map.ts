import { MAP_SIZE, type MapLayout, type MapMarks, type MapRecord } from '../../../src-shared/map.ts'
import { problem } from '../../../src-shared/errors.ts'
import { NONE } from '../../../src-shared/vocabulary.ts'
import type { Project } from '../project.ts'
import { recordContents } from './record-contents.ts'
import { hasConflict } from './record-filter.ts'
import { vectorsIfAny } from './similar-records.ts'
import { isLive, labelOf, stateOf, viewOf } from './view.ts'

/** The same records lie the same for everybody. */
const SEED = 0

/** Characters of a text. */
const SHOWN = 280

const layouts = new WeakMap<Project, { key: string; layout: Promise<MapLayout> }>()

/** Laid out once; whoever asks meanwhile waits for the same. */
export function layout(project: Project): Promise<MapLayout> {
  const vectors = vectorsIfAny(project)
  const key = JSON.stringify([project.store.settings.revisions().records, vectors?.key])
  const known = layouts.get(project)
  if (known?.key === key) return known.layout
  const coming = layOut(project, vectors)
  layouts.set(project, { key, layout: coming })
  // What was cancelled or failed is begun anew when it is asked for again.
  coming.catch(() => layouts.delete(project))
  return coming
}

function layOut(project: Project, vectors: ReturnType<typeof vectorsIfAny>): Promise<MapLayout> {
  return project.job('Draw the map', async job => {
    const started = performance.now()
    const view = viewOf(project)
    if (view.rowCount === 0) throw problem('NO_RECORDS')
    const contents = recordContents(project, view)
    const { x, y, sampled } = await project.services.compute.project(
      {
        ...(vectors ? { vectors: { values: vectors.values, width: vectors.width } } : { records: contents }),
        seed: SEED,
      },
      { signal: job.signal, onProgress: share => job.progress(share, '') },
    )
    const readsFields = !vectors && contents.every(({ text }) => text === '')
    const placed: MapLayout = {
      by: vectors?.model,
      readsFields,
      rows: [],
      x: [],
      y: [],
      without: 0,
      sampled,
      seconds: 0,
    }
    const onMap = new Uint8Array(view.rowCount)
    x.forEach((place, at) => {
      const row = vectors ? vectors.rows[at]! : at
      if (Number.isNaN(place) || !isLive(view, row)) return
      onMap[row] = 1
      placed.rows.push(row)
      placed.x.push(inMap(place))
      placed.y.push(inMap(y[at]!))
    })
    for (let row = 0; row < view.rowCount; row++) if (isLive(view, row) && onMap[row] === 0) placed.without++
    return { ...placed, seconds: (performance.now() - started) / 1000 }
  })
}

const inMap = (place: number): number => Math.round(MAP_SIZE * Math.min(1, Math.max(0, place)))

/** By what the points can be coloured. */
export function marks(project: Project): MapMarks {
  const view = viewOf(project)
  const marks: MapMarks = { state: [], label: [], votes: [], conflict: [] }
  for (let row = 0; row < view.rowCount; row++) {
    const isThere = isLive(view, row)
    marks.state.push(isThere ? stateOf(view, row) : NONE)
    marks.label.push(isThere ? labelOf(view, row) : NONE)
    marks.votes.push(view.votesPerRecord[row]!)
    marks.conflict.push(isThere && hasConflict(view, row) ? 1 : 0)
  }
  return marks
}

export function records(project: Project, { rows }: { rows: number[] }): MapRecord[] {
  const view = viewOf(project)
  return rows.flatMap(row => {
    const record = row < view.rowCount && isLive(view, row) ? project.store.records.byRow(row) : undefined
    return record
      ? [{ row, id: record.id, text: record.text.slice(0, SHOWN), label: view.classNames[labelOf(view, row)] }]
      : []
  })
}
