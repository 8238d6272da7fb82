import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/** `resources/demo`, seen from the sources and from the bundle. */
const folder = join(
  import.meta.dirname,
  import.meta.url.endsWith('.ts') ? '../../../../resources/demo' : '../../resources/demo',
)

export const demoComments = join(folder, 'comments.csv')

/** The demo's labeling functions, by the order of their file names. */
export function demoLfs(): { name: string; source: string }[] {
  const lfs = join(folder, 'lfs')
  return readdirSync(lfs)
    .filter(file => file.endsWith('.ts'))
    .sort()
    .map(file => ({ name: basename(file, '.ts'), source: readFileSync(join(lfs, file), 'utf8') }))
}
