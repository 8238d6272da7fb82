/** Numbers read alike on a screen and in a report, so the formats stand in what both share. */
export * from '../../src-shared/numbers.ts'
