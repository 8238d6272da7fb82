import { basename } from 'node:path'
import { problem } from '../../../../src-shared/errors.ts'
import { csv } from './csv.ts'
import { readHead } from './files/decode.ts'
import type { Format } from './format.ts'
import { json } from './json.ts'
import { jsonl } from './jsonl.ts'
import { tsv } from './tsv.ts'

/** Where several formats take a file for their own, the first has it: every line of JSON is a row of CSV as well. */
export const formats: Format[] = [jsonl, json, csv, tsv]

export function formatById(id: string, file: string): Format {
  const format = formats.find(known => known.id === id)
  if (!format) throw problem('FORMAT_UNKNOWN', { file, known: knownIds() })
  return format
}

/** By the ending of the name and the beginning of the text; where they disagree the text is right. */
export function detectFormat(name: string, head: string): Format {
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  const named = formats.filter(known => known.extensions.includes(extension))
  const sniffed = formats.filter(known => known.sniff(head))
  const format = named.find(known => sniffed.includes(known)) ?? sniffed[0] ?? named[0]
  if (!format) throw problem('FORMAT_UNKNOWN', { file: name, known: knownIds() })
  return format
}

/** The format that was asked for, or else the one that the file seems to have. */
export async function formatOf(path: string, options: { name?: string; format?: string } = {}): Promise<Format> {
  const name = options.name ?? basename(path)
  return options.format !== undefined
    ? formatById(options.format, name)
    : detectFormat(name, await readHead(path, { name }))
}

const knownIds = () => formats.map(format => format.id).join(', ')
