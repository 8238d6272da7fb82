import type { IncomingMessage } from 'node:http'
import { isOwnHost, isOwnOrigin } from './names.ts'
import { proofOf } from './token.ts'

/** Who may come in: known by these names, with the right token. The owner's door leads everywhere, that of a link to a desk. */
export interface Door {
  names: ReadonlySet<string>
  /** Where its pages are, and where its cookie is sent. */
  path: string
  cookieName: string
  isRight(token: string): boolean
  /** What whoever comes with a wrong token is told. */
  wrongToken: Refusal
}

/** Why a request is turned away, as a sentence for the person whose request it may be. */
export type Refusal = string

const WRONG_HOST = 'Heddle does not answer to this name. Use the address that it printed, or name yours with --listen.'
const WRONG_ORIGIN = 'This request came from a page that is not Heddle. Open the address that Heddle printed.'

/** Checks name, token and origin. Nothing else of a request is looked at before. */
export function refusalOf(request: IncomingMessage, door: Door): Refusal | undefined {
  const { host } = request.headers
  if (!isOwnHost(host, door.names)) return WRONG_HOST
  const proof = proofOf(request, door.cookieName, door.isRight)
  if (!proof) return door.wrongToken
  return isFromOwnPage(request, host, proof) ? undefined : WRONG_ORIGIN
}

export const isKnownByName = (request: IncomingMessage, door: Door): boolean =>
  isOwnHost(request.headers.host, door.names)

/**
 * A server on another port of this machine counts as the same site, and its pages send our cookie along. Browsers name the
 * origin of everything that changes something; a script with the token itself needs none.
 */
function isFromOwnPage(request: IncomingMessage, host: string, proof: 'bearer' | 'cookie'): boolean {
  const { origin } = request.headers
  if (origin !== undefined) return isOwnOrigin(origin, host)
  if (proof === 'bearer') return true
  if (request.method === 'POST' || request.headers.upgrade !== undefined) return false
  const site = request.headers['sec-fetch-site'] ?? 'none'
  return site === 'same-origin' || site === 'none' || request.headers['sec-fetch-mode'] === 'navigate'
}
