import type {} from 'electron'
import { openEngine } from '../engine/engine.ts'
import { serveEngine } from './serve-engine.ts'

/** The utility process: the engine lives here, so that no long computation ever stops a window. */
serveEngine(process.parentPort, openEngine({ kind: 'desktop' }), () => process.exit(0))
