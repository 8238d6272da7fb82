import { Tokenizer } from '@huggingface/tokenizers'
import { problem, reasonOf } from '../../../../src-shared/errors.ts'

export interface EncodedText {
  ids: number[]
  /** 0 for the first text, 1 for the second. */
  types: number[]
}

/** What stands around the tokens of one text, and around and between those of two. */
interface Frame {
  before: EncodedText
  between: EncodedText
  after: EncodedText
  pairType: number
}

/** Turns texts into a model's tokens, cut to what it can read without losing the marks at their ends. */
export class TextEncoder {
  readonly #tokenizer: Tokenizer
  readonly #single: Frame
  readonly #pair: Frame | undefined
  readonly #maxTokens: number
  readonly padId: number

  constructor(model: string, tokenizer: object, config: object, maxTokens: number) {
    try {
      this.#tokenizer = new Tokenizer(tokenizer, config)
      this.#single = this.#frame()
      this.#pair = this.#pairFrame()
    } catch (error) {
      throw problem('MODEL_TOKENIZER_UNREADABLE', { model, reason: reasonOf(error) }, error)
    }
    this.#maxTokens = maxTokens
    this.padId = padIdOf(this.#tokenizer, tokenizer, config)
  }

  /** The largest number that it gives a token. */
  get largestId(): number {
    return Math.max(...this.#tokenizer.get_vocab(true).values())
  }

  encode(text: string, pair?: string): EncodedText {
    const first = this.#bare(text)
    if (pair === undefined) {
      const { before, after } = this.#single
      return joined(before, same(first.slice(0, this.#maxTokens - before.ids.length - after.ids.length), 0), after)
    }
    const { before, between, after, pairType } = this.#pair ?? this.#single
    const room = this.#maxTokens - before.ids.length - between.ids.length - after.ids.length
    const [a, b] = longestCut(first, this.#bare(pair), room)
    return joined(before, same(a, 0), between, same(b, pairType), after)
  }

  /** As many tokens as the model reads, all of the largest number: what no tokenizer would say, but every model must bear. */
  longest(): EncodedText {
    const { before, after } = this.#single
    const room = this.#maxTokens - before.ids.length - after.ids.length
    return joined(before, same(Array<number>(room).fill(this.largestId), 0), after)
  }

  #bare(text: string): number[] {
    return this.#tokenizer.encode(text, { add_special_tokens: false }).ids
  }

  #whole(text: string, pair?: string): EncodedText {
    const { ids, token_type_ids: types } = this.#tokenizer.encode(text, {
      return_token_type_ids: true,
      ...(pair !== undefined && { text_pair: pair }),
    })
    return { ids, types }
  }

  #frame(): Frame {
    const whole = this.#whole('a')
    const at = placeOf(this.#bare('a'), whole.ids, 0)
    const end = at + this.#bare('a').length
    return { before: part(whole, 0, at), between: part(whole, end), after: part(whole, end), pairType: 0 }
  }

  /** Nothing where the tokenizer makes no pairs. */
  #pairFrame(): Frame | undefined {
    const [a, b] = [this.#bare('a'), this.#bare('b')]
    const whole = this.#whole('a', 'b')
    const first = placeOf(a, whole.ids, 0)
    const second = placeOf(b, whole.ids, first + a.length)
    if (first < 0 || second < 0) return undefined
    return {
      before: part(whole, 0, first),
      between: part(whole, first + a.length, second),
      after: part(whole, second + b.length),
      pairType: whole.types[second] ?? 0,
    }
  }
}

const part = ({ ids, types }: EncodedText, from: number, to?: number): EncodedText => ({
  ids: ids.slice(from, to),
  types: types.slice(from, to),
})

const same = (ids: number[], type: number): EncodedText => ({ ids, types: ids.map(() => type) })

const joined = (...parts: EncodedText[]): EncodedText => ({
  ids: parts.flatMap(({ ids }) => ids),
  types: parts.flatMap(({ types }) => types),
})

function placeOf(piece: number[], whole: number[], from: number): number {
  for (let at = from; at + piece.length <= whole.length; at++)
    if (piece.every((id, i) => whole[at + i] === id)) return at
  return -1
}

/** Of two texts, the longer one gives way first. */
function longestCut(a: number[], b: number[], room: number): [number[], number[]] {
  const ofA = Math.min(a.length, Math.max(Math.ceil(room / 2), room - b.length))
  return [a.slice(0, ofA), b.slice(0, room - ofA)]
}

function padIdOf(tokenizer: Tokenizer, json: object, config: object): number {
  const { padding } = json as { padding?: { pad_id?: number } | null }
  const { pad_token: token } = config as { pad_token?: string | { content: string } }
  const name = typeof token === 'string' ? token : (token?.content ?? '[PAD]')
  return padding?.pad_id ?? tokenizer.token_to_id(name) ?? tokenizer.token_to_id('<pad>') ?? 0
}
