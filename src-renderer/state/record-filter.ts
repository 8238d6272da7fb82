import { filterToParams } from '../../src-shared/filter-address.ts'
import type { RecordFilter } from '../../src-shared/records.ts'
import { placeLink } from './navigation.svelte.ts'

/** The link by which any screen shows the records it speaks of; `record` opens one of them. */
export const recordsLink = (filter: RecordFilter, record?: string): string =>
  placeLink('records', filterToParams(filter, record))
