import { isIPv6 } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'

/** The names by which this machine reaches itself. Any port may follow: a tunnel has a port of its own. */
const OWN_NAMES = ['localhost', '127.0.0.1', '[::1]']

export const inUrl = (address: string): string => (isIPv6(address) ? `[${address}]` : address)

export const isLoopback = (listen: string): boolean => OWN_NAMES.includes(inUrl(listen))

const isEverywhere = (listen: string): boolean => listen === '0.0.0.0' || listen === '::'

/**
 * The names that requests may call this host by. A page of a stranger whose name leads to 127.0.0.1 (DNS rebinding) calls it
 * by another one.
 */
export function hostNames(listen: string): ReadonlySet<string> {
  const given = isEverywhere(listen) ? [hostname(), ...ownAddresses()] : [listen]
  return new Set([...OWN_NAMES, ...given.map(name => inUrl(name).toLowerCase())])
}

/** The name to print for people: one that leads here from where they are. */
export const nameToPrint = (listen: string): string =>
  inUrl(isEverywhere(listen) ? (ownAddresses()[0] ?? hostname()) : listen)

const ownAddresses = (): string[] =>
  Object.values(networkInterfaces())
    .flatMap(addresses => addresses ?? [])
    .filter(({ internal, scopeid }) => !internal && !scopeid)
    .map(({ address }) => address)

/** A Host header that calls this host by one of its names; safe to repeat in an answer. */
export function isOwnHost(header: string | undefined, names: ReadonlySet<string>): header is string {
  const name = /^(\[[\da-f:.]+\]|[\da-z.-]+)(?::\d{1,5})?$/i.exec(header ?? '')?.[1]
  return name !== undefined && names.has(name.toLowerCase())
}

/** The page that sends the request came from here. A tunnel may have put https in front, so the scheme may differ. */
export function isOwnOrigin(origin: string | undefined, host: string): boolean {
  return origin !== undefined && /^https?:\/\//.test(origin) && origin.replace(/^https?:\/\//, '') === host
}
