import { problem } from '../../../src-shared/errors.ts'
import type { StoredLf, StoredVersion } from '../adapters/store/labeling-functions.ts'
import type { Project } from '../project.ts'

/** Restricted mode: something that could run was not signed by this user. Nothing runs then; everything can be read. */
export const isRestricted = (project: Project): boolean => untrusted(project).length > 0

/** What trusting would let run. */
export function untrusted(project: Project): { name: string; kind: string; version: number; source: string }[] {
  return project.store.lfs.list().flatMap(lf =>
    runnableVersions(lf)
      .filter(version => !isSignedHere(project, lf, version))
      .map(version => ({ name: lf.name, kind: lf.kind, version: version.version, source: version.source })),
  )
}

/** Whether this user saved or trusted the version. */
export const isSignedHere = (project: Project, lf: StoredLf, version: StoredVersion): boolean =>
  project.services.keys.isSigned(runnable(project, lf, version), version.signature)

/** Signs everything that the project could run with the user's own key, earlier versions included. */
export async function trust(project: Project): Promise<void> {
  await project.writable()
  const { store, services } = project
  store.transaction(() => {
    for (const lf of store.lfs.list()) {
      for (const version of store.lfs.history(lf.lf)) {
        store.lfs.sign(version.versionId, services.keys.sign(runnable(project, lf, version)))
      }
    }
  })
  project.changed('project', 'labeling-functions')
}

/** The signature of a source that this user saves. */
export const signatureOf = (project: Project, lf: { name: string; kind: string; source: string }): string =>
  project.services.keys.sign({ projectId: identity(project), ...lf })

export function refuseWhenRestricted(project: Project): void {
  if (isRestricted(project)) throw problem('PROJECT_RESTRICTED', { project: project.fileName })
}

const identity = (project: Project): string => project.store.settings.get('id') ?? ''

const runnable = (project: Project, lf: StoredLf, version: StoredVersion) => ({
  projectId: identity(project),
  name: lf.name,
  kind: lf.kind,
  source: version.source,
})

const runnableVersions = (lf: StoredLf): StoredVersion[] =>
  lf.kind === 'external'
    ? []
    : lf.used && lf.used.versionId !== lf.latest.versionId
      ? [lf.latest, lf.used]
      : [lf.latest]
