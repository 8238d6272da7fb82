import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** 256 random bits. Whoever has it may do everything here. */
export const makeToken = (): string => randomBytes(32).toString('base64url')

/** Compares in a time that tells nothing of where they differ. */
export function isSameSecret(given: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(secret))
}

/** Scripts of a page cannot read it, and no other site's page sends it along. */
export const tokenCookie = (name: string, token: string, path: string): string =>
  `${name}=${token}; Path=${path}; HttpOnly; SameSite=Strict`

/** How a request shows that it has the right token, if it does. */
export function proofOf(
  request: IncomingMessage,
  cookieName: string,
  isRight: (token: string) => boolean,
): 'bearer' | 'cookie' | undefined {
  const bearer = /^Bearer ([\w-]+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (bearer !== undefined) return isRight(bearer) ? 'bearer' : undefined
  const prefix = `${cookieName}=`
  const cookies = (request.headers.cookie ?? '').split(';').map(cookie => cookie.trim())
  const cookie = cookies.find(cookie => cookie.startsWith(prefix))?.slice(prefix.length)
  return cookie !== undefined && isRight(cookie) ? 'cookie' : undefined
}
