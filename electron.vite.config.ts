import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'electron-vite'

export default defineConfig({
  main: {
    build: {
      rollupOptions: {
        input: {
          desktop: 'src-main/desktop/main.ts',
          engine: 'src-main/desktop/engine-process.ts',
          cli: 'src-main/cli/main.ts',
          'compute-worker': 'src-main/engine/adapters/compute/compute-worker.ts',
          'sandbox-process': 'src-main/engine/adapters/sandbox/sandbox-process.ts',
          'onnx-process': 'src-main/engine/adapters/onnx/onnx-process.ts',
        },
        output: { chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      rollupOptions: {
        input: { preload: 'src-main/desktop/preload.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    build: { minify: true, rollupOptions: { input: 'src-renderer/index.html' } },
    plugins: [svelte()],
  },
})
