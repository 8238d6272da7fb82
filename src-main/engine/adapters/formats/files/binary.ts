/** Beginnings of files (as Latin-1) that people choose by mistake, and what they are. */
const SIGNATURES: [beginning: string, what: string][] = [
  ['SQLite format 3\0', 'an SQLite database (a .heddle project is one; open it instead)'],
  ['PK\x03\x04', 'a ZIP archive (an Excel workbook is one)'],
  ['\xd0\xcf\x11\xe0', 'an old Office document'],
  ['\x1f\x8b', 'compressed with gzip'],
  ['\x28\xb5\x2f\xfd', 'compressed with Zstandard'],
  ['7z\xbc\xaf', 'a 7-Zip archive'],
  ['PAR1', 'a Parquet table'],
  ['%PDF-', 'a PDF document'],
  ['\x89PNG', 'a PNG image'],
  ['\xff\xd8\xff', 'a JPEG image'],
  ['GIF8', 'a GIF image'],
]

/** Why this is no text file, by its raw beginning and the same as UTF-8; nothing when it is one. */
export function notText(raw: Buffer, head: Buffer): string | undefined {
  const beginning = raw.toString('latin1', 0, 16)
  const signature = SIGNATURES.find(([bytes]) => beginning.startsWith(bytes))
  if (signature) return `it is ${signature[1]}`
  return head.includes(0) ? 'it holds NUL bytes (UTF-16 needs its byte order mark)' : undefined
}
