import { builtinEnvironments } from 'vitest/runtime'

/** Tests of runes run in Node, but on code compiled for the browser: on the server effects do nothing. */
export default { ...builtinEnvironments.node, name: 'browser', viteEnvironment: 'client' }
