import { join } from 'node:path'
import { Impossible, during, isMain, capture, node26, program, root } from './processes.mjs'
import { setUp } from './setup.mjs'

/** Fetches what ONNX Runtime needs beside itself for CUDA, by the installer of its own package (about 300 MB from NuGet). */
export async function installCuda(platform = `${process.platform}/${process.arch}`) {
  if (platform !== 'linux/x64')
    throw new Impossible(
      `ONNX Runtime has no CUDA libraries for ${platform}: models are computed on the processor there.`,
    )
  await setUp()
  const installer = join(root, 'node_modules', 'onnxruntime-node', 'script', 'install.js')
  const { code, output } = await during('Installing the CUDA libraries of ONNX Runtime', () =>
    capture(node26, [installer, '--onnxruntime-node-install=cuda12'], {
      cwd: join(root, 'node_modules', 'onnxruntime-node'),
    }),
  )
  if (code !== 0) {
    const reason =
      output
        .trim()
        .split('\n')
        .findLast(line => /error/i.test(line)) ?? `it ended with code ${code}`
    throw new Impossible(
      `The CUDA libraries could not be installed: ${reason.trim()}. Check the network and run \`npm run install-cuda\` again; models run on the processor meanwhile.`,
    )
  }
  console.log('Installed. CUDA 12 and cuDNN 9 must be on this machine, too; "heddle onnx settings" says what is used.')
}

if (isMain(import.meta.url)) await program(() => installCuda())
