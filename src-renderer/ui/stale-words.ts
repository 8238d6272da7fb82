import type { Overview } from '../../src-shared/projects.ts'

const names = { votes: 'the votes', gold: 'gold', records: 'the records', classes: 'the classes' }

/** "the votes and gold have changed since" */
export function staleWords(inputs: readonly (keyof typeof names)[]): string {
  const changed = new Intl.ListFormat('en').format(inputs.map(input => names[input]))
  return `${changed} ${inputs.length === 1 && inputs[0] === 'gold' ? 'has' : 'have'} changed since`
}

type Standing = Partial<Pick<Overview, 'model' | 'learning'>>

/** What a person has to see to: not the decisions that the model is about to learn from by itself. */
export const staleUntilFitted = ({ model, learning }: Standing = {}): (keyof typeof names)[] =>
  (model?.staleBecause ?? []).filter(input => !(input === 'gold' && learning))
