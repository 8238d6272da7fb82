import ivm from 'isolated-vm'
import { ABSTAIN, FAULT, UNSEEN } from '../../../../src-shared/vocabulary.ts'
import { makeDictionary } from './inside/dictionary.ts'
import { watchMatches } from './inside/evidence.ts'
import { makeHelpers } from './inside/helpers.ts'
import { makeLanguageHelpers } from './inside/language-helpers.ts'
import { lockDown } from './inside/lock-down.ts'
import { makeNearestGold } from './inside/nearest-gold.ts'
import { makeRunner } from './inside/runner.ts'
import { makeTextHelpers } from './inside/text-helpers.ts'
import { bytesIn, giveBack, hand, isLost, takeIsolate } from './isolates.ts'
import { languageFunctions } from './language-modules.ts'
import { GOLD, GOLD_IDS, GOLD_LABELS } from './lists-read.ts'
import { type Setting, YES } from './protocol.ts'
import { type Column, COLUMNS, lowerTexts, MOST_ROWS, type UnpackedBatch } from './record-batch.ts'

/** Lists of the project, outside of every isolate. */
export interface Lists {
  json: ReadonlyMap<string, ivm.ExternalCopy<string>>
  bytes: number
}

/** A batch of records, outside of every isolate; each takes in the columns it reads, without copying their text. */
export interface SharedBatch {
  n: number
  columns: Record<Column, Shared[]>
  lower: (Shared | undefined)[]
  /** What an isolate takes in of it, at most. */
  bytes: number
}

type Shared = ivm.ExternalCopy<string> | ivm.ExternalCopy<Int32Array> | ivm.ExternalCopy<Uint8Array>

export function shareLists(lists: Record<string, string[]>): Lists {
  const json = Object.entries(lists).map(([name, entries]) => [name, JSON.stringify(entries)] as const)
  return {
    json: new Map(json.map(([name, text]) => [name, new ivm.ExternalCopy(text)])),
    bytes: json.reduce((bytes, [, text]) => bytes + text.length * 2, 0),
  }
}

export function shareBatch(batch: UnpackedBatch, withLower: boolean): SharedBatch {
  const share = (column: Column): Shared[] => {
    const { narrow, wide, places } = batch[column]
    return [new ivm.ExternalCopy(narrow), new ivm.ExternalCopy(wide), new ivm.ExternalCopy(places)]
  }
  const lower = withLower ? lowerTexts(batch) : undefined
  return {
    n: batch.n,
    bytes: batch.bytes * (withLower ? 2 : 1),
    columns: { text: share('text'), id: share('id'), fields: share('fields') },
    lower: lower
      ? [
          new ivm.ExternalCopy(lower.narrow),
          new ivm.ExternalCopy(lower.wide),
          lower.dotted && new ivm.ExternalCopy(lower.dotted),
        ]
      : [],
  }
}

/** A labeling function as V8 gets it. */
export interface LfScript {
  code: string
  /** The parameter name of the line markers, if the code has them. */
  marker?: string | undefined
  reads: readonly Column[]
}

/** One locked-down context in an isolate that is its alone meanwhile. Strings and buffers go in; numbers and strings come out. */
export interface Realm {
  isolate: ivm.Isolate
  /** The row and the line being worked on; readable at any moment, also after a time-out. */
  at: Int32Array
  /** [MOST_ROWS] */
  votes: Int8Array
  /** Reads the lists that the labeling function names, so that no record pays for it. */
  prepareLists(): Promise<void>
  load(batch: SharedBatch): void
  /** On a thread of its own, so that the process can watch it. */
  run(timeoutMs: number, from: number, to: number, keepFaults: number): Promise<number>
  takeFaults(): string
  takeSpans(): string
  isIntact(): boolean
  /** Bytes in use, and how many may be. Not to be asked while it runs. */
  usedBytes(): number
  allowedBytes: number
  isLost(): boolean
  /** Lets go of the context, and of nothing else. */
  release(): void
  /** Leaves the isolate to others. */
  close(): void
  /** Ends the isolate, with which something is wrong. */
  dispose(): void
}

/** What is handed over is not the labeling function's own memory. */
const BATCH_MB = 32
const LIST_FACTOR = 10
const HOUSEKEEPING_MS = 5000
const LISTS_MS = 20_000

/** Fills a fresh context, locks it down, then compiles the labeling function in it. Throws what V8 says of its source. */
export function openRealm(
  source: LfScript,
  setting: Setting,
  lists: Lists,
  withEvidence = false,
  isolate = takeIsolate(isolateMb(setting, lists)),
): Realm {
  try {
    const memory = new SharedArrayBuffer(HEAD_BYTES + MOST_ROWS)
    const { context, inside } = fillContext(isolate, source, answersIn(setting), memory, lists, withEvidence)
    const held: { release(): void }[] = [context, inside]
    const inner = (name: string) => {
      const reference = inside.getSync(name, { reference: true })
      held.push(reference)
      return reference
    }
    const release = () => held.splice(0).forEach(each => each.release())
    const call = <Result>(name: string) => {
      const reference = inner(name)
      return (...given: Given[]) => reference.applySync(undefined, given, { timeout: HOUSEKEEPING_MS }) as Result
    }
    const run = inner('run')
    const load = call<void>('load')
    return {
      isolate,
      at: new Int32Array(memory, 0, 2),
      votes: new Int8Array(memory, HEAD_BYTES),
      prepareLists: async () => {
        const prepare = inner('prepare')
        const wait = { timeout: LISTS_MS }
        if (lists.json.has(GOLD)) await prepare.apply(undefined, [GOLD, 0], wait)
        for (const name of lists.json.keys())
          if (!name.includes('\n') && source.code.includes(name))
            await prepare.apply(undefined, [name, source.code.includes('lookup') ? 1 : 0], wait)
      },
      load: ({ columns, lower, bytes }) => {
        hand(isolate, bytes)
        const read = COLUMNS.flatMap(column =>
          column === 'text' || source.reads.includes(column) ? columns[column] : [undefined, undefined, undefined],
        )
        load(...[...read, ...lower].map(shared => shared?.copyInto()))
      },
      run: (timeout, ...given) => run.apply(undefined, given, { timeout }) as Promise<number>,
      takeFaults: call('takeFaults'),
      takeSpans: call('takeSpans'),
      isIntact: call('isIntact'),
      allowedBytes: (setting.limits.memoryMb + listMb(lists)) * 2 ** 20,
      usedBytes: () => bytesIn(isolate),
      isLost: () => isLost(isolate),
      release,
      close: () => {
        release()
        giveBack(isolate, isolateMb(setting, lists))
      },
      dispose: () => {
        if (!isolate.isDisposed) isolate.dispose()
      },
    }
  } catch (error) {
    if (!isolate.isDisposed) isolate.dispose()
    throw error
  }
}

const listMb = ({ bytes }: Lists) => Math.ceil((bytes * LIST_FACTOR) / 2 ** 20)

const isolateMb = ({ limits }: Setting, lists: Lists) => limits.memoryMb + BATCH_MB + listMb(lists)

function answersIn({ answers, mergedClasses }: Setting): [className: string, index: number][] | 'yes-or-no' {
  if (answers === 'yes-or-no') return answers
  return [...answers.map((name, index): [string, number] => [name, index]), ...Object.entries(mergedClasses)]
}

/** Row and line (Int32 each) stand before the votes. */
const HEAD_BYTES = 8

type Given = string | number | undefined | ivm.Copy<Int32Array> | ivm.Copy<Uint8Array> | ivm.Copy<string>
type Inside = Record<string, (...given: Given[]) => unknown>

function fillContext(
  isolate: ivm.Isolate,
  source: LfScript,
  answers: [className: string, index: number][] | 'yes-or-no',
  memory: SharedArrayBuffer,
  lists: Lists,
  withEvidence: boolean,
): { context: ivm.Context; inside: ivm.Reference<Inside> } {
  const context = isolate.createContextSync()
  const named = [...lists.json].flatMap(([name, json]) => [name, json.copyInto()])
  const shared = new ivm.ExternalCopy(memory).copyInto()
  const { stemmers: byName, languages } = languageFunctions(isolate, context, source.code)
  const names = Object.keys(byName)
  const stemmers = names.map(name => byName[name]!.derefInto({ release: true }))
  // A script, because V8 finds it compiled when the isolate has run it before.
  const fill = isolate.compileScriptSync(insideSource, { filename: 'heddle' }).runSync(context, { reference: true })
  const inside = fill.applySync(
    undefined,
    [
      answers,
      { ABSTAIN, UNSEEN, FAULT, YES },
      shared,
      withEvidence,
      languages?.derefInto({ release: true }),
      names,
      ...stemmers,
      ...named,
    ],
    { arguments: { copy: true }, result: { reference: true } },
  ) as unknown as ivm.Reference<Inside>
  fill.release()
  const lf = compileIn(isolate, source).runSync(context, { reference: true })
  const take = inside.getSync(source.marker ? 'setMarked' : 'setLf', { reference: true })
  take.applySync(undefined, [lf.derefInto({ release: true })])
  take.release()
  return { context, inside }
}

/** The order matters: what is replaced for good reasons first, then everything is frozen, then come the helpers. */
const insideSource = `(function () { 'use strict';
const [answers, codes, memory, withEvidence, francAll, languages, ...rest] = Array.from(arguments);
const stemmers = Object.fromEntries(languages.map((language, i) => [language, rest[i]]));
const named = rest.slice(languages.length);
const runner = (${makeRunner})(answers, codes, memory);
const watch = withEvidence ? (${watchMatches})(runner.isText) : undefined;
(${lockDown})();
const lists = Object.create(null);
for (let i = 0; i < named.length; i += 2) lists[named[i]] = named[i + 1];
const helpers = (${makeHelpers})(lists, watch);
const dictionary = (${makeDictionary})(lists, watch);
const goldTexts = { ids: lists[${JSON.stringify(GOLD_IDS)}], labels: lists[${JSON.stringify(GOLD_LABELS)}], texts: lists[${JSON.stringify(GOLD)}] };
const gold = (${makeNearestGold})(goldTexts.texts === undefined ? undefined : goldTexts);
const texts = (${makeTextHelpers})(watch);
const languageHelpers = (${makeLanguageHelpers})(stemmers, francAll, watch);
const h = Object.freeze(Object.assign(Object.create(null), helpers.h, texts, languageHelpers, { lookup: dictionary.lookup, nearestGold: gold.nearestGold }));
const prepare = (name, isLookup) => (name === ${JSON.stringify(GOLD)} ? gold : isLookup ? dictionary : helpers).prepare(name);
for (const [name, value] of [['h', h], ['ABSTAIN', null]]) Object.defineProperty(globalThis, name, { value, enumerable: true });
runner.seal();
return { ...runner, prepare, takeSpans: () => JSON.stringify(watch ? watch.takeSpans() : []) }; })`

/** Strict, and at the lines of the source. The code is one parsed function expression, so it cannot leave its parentheses. */
export function compileIn(isolate: ivm.Isolate, { code, marker }: Omit<LfScript, 'reads'>): ivm.Script {
  const before = marker ? `'use strict';(${marker} => (` : `'use strict';((`
  return isolate.compileScriptSync(`${before}\n${code}\n))`, { filename: 'lf', lineOffset: -1 })
}
