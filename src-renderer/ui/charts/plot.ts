import type { Plot } from '../../../src-shared/charts/chart.ts'

let loading: Promise<Plot> | undefined

/** The drawing library, loaded with the first picture: the start of the program does not wait for it. */
export const loadPlot = (): Promise<Plot> => (loading ??= import('@observablehq/plot'))
