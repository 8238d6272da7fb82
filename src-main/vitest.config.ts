import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

/**
 * Two projects: the engine runs in Node as it is; the renderer's state modules need Svelte's compiler. A worker takes one file
 * after the other: starting one for each takes longer than most files.
 */
export default defineConfig({
  test: {
    // Two on two cores: the tests wait for the processes they start.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'engine',
          root: '.',
          include: ['src-main/**/*.test.ts', 'src-shared/**/*.test.ts', 'scripts/**/*.test.mjs'],
          pool: 'forks',
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        plugins: [svelte()],
        resolve: { conditions: ['browser'] },
        test: {
          name: 'renderer',
          root: '.',
          include: ['src-renderer/**/*.test.ts'],
          isolate: false,
          environment: fileURLToPath(new URL('../src-renderer/testing/browser-environment.ts', import.meta.url)),
          testTimeout: 30_000,
        },
      },
    ],
  },
})
