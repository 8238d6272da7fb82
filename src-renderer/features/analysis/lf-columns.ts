import type { Column } from '../../ui/table/columns.ts'
import type { TableRow } from './lf-rows.ts'

type ColumnId =
  | 'name'
  | 'polarity'
  | 'coverage'
  | 'overlaps'
  | 'conflicts'
  | 'votes'
  | 'abstains'
  | 'faults'
  | 'unseen'
  | 'correct'
  | 'incorrect'
  | 'accuracy'
  | 'learned'

/** The columns of the LF table; what stands in them is drawn by the table. */
export const lfColumns: readonly (Omit<Column<TableRow>, 'cell'> & { id: ColumnId })[] = [
  { id: 'name', title: 'LF', width: 140, grow: 1, sortable: true },
  {
    id: 'polarity',
    title: 'Polarity',
    width: 88,
    sortable: true,
    help: 'The classes it ever votes.',
  },
  {
    id: 'coverage',
    title: 'Coverage',
    width: 104,
    align: 'end',
    sortable: true,
    help: 'Share of the records it ran on where it votes a class.',
  },
  {
    id: 'overlaps',
    title: 'Overlaps',
    width: 78,
    align: 'end',
    sortable: true,
    help: 'Share where it votes and another LF votes too.',
  },
  {
    id: 'conflicts',
    title: 'Conflicts',
    width: 84,
    align: 'end',
    sortable: true,
    help: 'Share where it votes and another LF votes a different class.',
  },
  {
    id: 'votes',
    title: 'Votes',
    width: 60,
    align: 'end',
    sortable: true,
    help: 'Records it votes a class on.',
  },
  {
    id: 'abstains',
    title: 'Abstains',
    width: 78,
    align: 'end',
    sortable: true,
    help: 'Records it has no opinion of.',
  },
  {
    id: 'faults',
    title: 'Faults',
    width: 64,
    align: 'end',
    sortable: true,
    help: 'Records it failed on.',
  },
  {
    id: 'unseen',
    title: 'Unseen',
    width: 72,
    align: 'end',
    sortable: true,
    help: 'Records it has not run on yet.',
  },
  {
    id: 'correct',
    title: 'Right',
    width: 62,
    align: 'end',
    sortable: true,
    help: 'Gold records it votes the right class on.',
  },
  {
    id: 'incorrect',
    title: 'Wrong',
    width: 66,
    align: 'end',
    sortable: true,
    help: 'Gold records it votes another class on.',
  },
  {
    id: 'accuracy',
    title: 'Empirical accuracy',
    width: 184,
    grow: 1,
    sortable: true,
    help: 'Right / (right + wrong) on gold, with its 95 % Wilson interval and that n. The thin line is chance.',
  },
  {
    id: 'learned',
    title: 'Learned',
    width: 74,
    align: 'end',
    sortable: true,
    help: 'How often it is right when it votes, as the label model learned it.',
  },
]

/** Where records are told apart. */
export const groupColumn: Omit<Column<TableRow>, 'cell'> = {
  id: 'group',
  title: 'Records',
  width: 110,
  grow: 0.5,
  sortable: true,
  help: 'The part of the records that this line counts.',
}
