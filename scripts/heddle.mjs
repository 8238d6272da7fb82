import { join } from 'node:path'
import { node26, program, root, run } from './processes.mjs'
import { setUp } from './setup.mjs'

/** `npm run -s heddle -- …`: the command line, straight from the sources. stdout is the command's alone. */
await program(async () => {
  await setUp()
  return run(node26, [join(root, 'src-main/cli/main.ts'), ...process.argv.slice(2)], { cwd: process.env.INIT_CWD })
})
