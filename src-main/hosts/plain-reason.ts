import { reasonOf } from '../../src-shared/errors.ts'

const reasons: Record<string, string> = {
  EACCES: 'you have no permission',
  EDQUOT: 'there is no room left on the disk',
  EEXIST: 'there is already something with this name',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'its name is too long',
  ENOENT: 'there is no such file or folder',
  ENOSPC: 'there is no room left on the disk',
  ENOTDIR: 'a part of its path is no folder',
  EPERM: 'you have no permission',
  EROFS: 'this disk can only be read',
}

/** Why a file could not be read or written, in words for a person. */
export function plainReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return reasons[code] ?? reasonOf(error)
}
