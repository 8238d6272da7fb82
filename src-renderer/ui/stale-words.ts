type Input = keyof typeof names
const names = { votes: 'the votes', gold: 'gold', records: 'the records', classes: 'the classes' }

/** "the votes and gold have changed since" */
export function staleWords(inputs: readonly Input[]): string {
  const changed = new Intl.ListFormat('en').format(inputs.map(input => names[input]))
  return `${changed} ${inputs.length === 1 && inputs[0] === 'gold' ? 'has' : 'have'} changed since`
}

interface Standing {
  model?: { staleBecause: readonly Input[] } | undefined
  /** Decisions are about to be learned from. */
  learning?: boolean
}

/** What a person has to see to: not the decisions that the model is about to learn from by itself. */
export const staleUntilFitted = ({ model, learning }: Standing = {}): Input[] =>
  (model?.staleBecause ?? []).filter(input => !(input === 'gold' && learning))
