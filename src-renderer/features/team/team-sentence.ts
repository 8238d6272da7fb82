import { formatCount, formatCounted } from '../../../src-shared/numbers.ts'
import type { Member } from './team.svelte.ts'

/** What the screen says at its top. */
export function teamSentence(members: readonly Member[]): string {
  const deciders = members.filter(({ figures }) => figures !== undefined)
  const linked = members.filter(({ link }) => link !== undefined).length
  const links =
    linked === 0 ? 'nobody has a link' : `${formatCount(linked)} ${linked === 1 ? 'has a link' : 'have links'}`
  if (deciders.length === 0) return `Nobody has decided anything yet; ${links}.`
  const decisions = deciders.reduce((sum, { figures }) => sum + figures!.decided, 0)
  return `${formatCounted(decisions, 'decision')} by ${formatCounted(deciders.length, 'annotator')} ${decisions === 1 ? 'stands' : 'stand'}; ${links}.`
}
