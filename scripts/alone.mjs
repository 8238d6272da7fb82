import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Impossible, root } from './processes.mjs'

/** Runs a task while no other process does one in this checkout: two `npm start` at once install and build once. */
export async function alone(task, file = join(root, '.heddle-setup.lock')) {
  await take(file)
  try {
    return await task()
  } finally {
    rmSync(file, { force: true })
  }
}

async function take(file) {
  let told = false
  for (;;) {
    if (create(file)) {
      // Two processes may both have cleared a dead one's lock; the last to write it has it.
      await wait(50)
      if (owner(file) === process.pid) return
    } else if (isAbandoned(file)) {
      rmSync(file, { force: true })
    } else {
      if (!told) console.error(`Waiting for the other set-up in this folder (process ${owner(file)}) …`)
      told = true
      await wait(250)
    }
  }
}

function create(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw new Impossible(
      `Heddle may not write to ${root} (${error.code}): make the folder yours, then run the command again.`,
    )
  }
}

function owner(file) {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT') return 0
    throw error
  }
}

function isAbandoned(file) {
  const pid = owner(file)
  // No number yet: its owner is about to write it, or was killed just before.
  if (!pid) return Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) > 2000
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}
