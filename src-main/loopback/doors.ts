import type { AnnotatorLink } from '../engine/adapters/links/links.ts'
import type { Engine } from '../engine/engine.ts'
import type { Door } from './admission.ts'
import { isSameSecret } from './token.ts'

const WRONG_TOKEN =
  'This address has no token, or one of an earlier start. Open the address that Heddle printed when it started.'
const WRONG_LINK =
  'This link is not complete, or it was withdrawn. Open it as it was given to you, or ask the owner of the project for a new one.'

/** Browsers send cookies to every port of a machine; the port in the name keeps two hosts apart. */
const cookieName = (port: number): string => `heddle-${port}`

interface House {
  engine: Engine
  names: ReadonlySet<string>
  port: number
}

/** Whoever comes through here may do everything. */
export interface OwnerDoor extends Door {
  leadsTo: 'everything'
}

export type AnyDoor = OwnerDoor | DeskDoor

export const ownerDoor = ({ names, port }: House, token: string): OwnerDoor => ({
  leadsTo: 'everything',
  names,
  path: '/',
  cookieName: cookieName(port),
  isRight: given => isSameSecret(given, token),
  wrongToken: WRONG_TOKEN,
})

/** The door of one annotator's link: a page, and a socket to the desk router. */
export interface DeskDoor extends Door {
  leadsTo: 'desk'
  linkId: string
  /** The link itself, once its token was shown. */
  link(): AnnotatorLink
}

const DESK = /^\/desk\/([\w-]{12})\//

/** Every link has pages of its own, so that a browser can have several open, and the owner's beside them. */
export function deskDoor({ engine, names, port }: House, path: string): DeskDoor | undefined {
  const linkId = DESK.exec(path)?.[1]
  if (linkId === undefined) return undefined
  let link: AnnotatorLink | undefined
  return {
    leadsTo: 'desk',
    names,
    linkId,
    path: `/desk/${linkId}/`,
    cookieName: `${cookieName(port)}-${linkId}`,
    isRight: given => (link = engine.links.opened(linkId, given)) !== undefined,
    wrongToken: WRONG_LINK,
    link: () => link!,
  }
}
