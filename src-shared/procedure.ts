import { oc } from '@orpc/contract'
import { z } from 'zod'

/** Where every contract starts. */
export const procedure = oc

/** Input of a procedure that works inside an open project. A connection holds no state and may be cut and made anew. */
export const inProject = <S extends z.ZodRawShape>(shape: S) => z.object({ projectId: z.string(), ...shape })

/** A file known to the engine by an opaque id: an upload, a file from the desktop's dialog, or one about to be downloaded. Paths never cross the wire. */
export const fileId = z.string()
