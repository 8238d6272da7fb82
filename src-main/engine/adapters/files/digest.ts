import { createHash, hash } from 'node:crypto'

/** SHA-256 of a text or of bytes, in hexadecimal digits. */
export const digestOf = (content: string | Uint8Array): string => hash('sha256', content, 'hex')

/** SHA-256 over many texts; where one ends and the next begins counts. */
export function runningDigest() {
  const digest = createHash('sha256')
  return {
    add: (text: string): void => void digest.update(`${text.length}:${text}`),
    end: (): string => digest.digest('hex'),
  }
}
