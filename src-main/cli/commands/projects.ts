import { basename, dirname, resolve } from 'node:path'
import { ORPCError } from '@orpc/server'
import { problem } from '../../../src-shared/errors.ts'
import type { Outputs } from '../../../src-shared/contract.ts'
import { placeFile } from '../../hosts/place-file.ts'
import { examples, type AddCommands, type Answer, type Context } from '../command.ts'
import { list } from '../options.ts'
import { inEngine, inProject, projectPath, type ProjectSession } from '../session.ts'
import { count, counted, lines, table } from '../tables.ts'

type Verified = Outputs['projects']['verify']

/** new, verify, backup, trust */
export const addProjects: AddCommands = (program, run) => {
  program
    .command('new')
    .description('make an empty project')
    .argument('<project>', 'the file to make; ".heddle" is added if it is not there')
    .requiredOption('--classes <names>', 'the classes, at least two, separated by commas', list)
    .option('--title <title>', 'how the project is called on screens (default: its file name)')
    .addHelpText('after', examples('new spam.heddle --classes HAM,SPAM'))
    .action(run(newProject))
  program
    .command('verify')
    .description('check the integrity of a project')
    .argument('<project>')
    .option('--repair', 'repair what can be computed anew')
    .action(run(verify))
  program
    .command('backup')
    .description('write a consistent copy of a project, also while it is in use')
    .argument('<project>')
    .argument('<file>', 'where the copy goes; nothing is overwritten')
    .addHelpText('after', examples('backup spam.heddle /media/usb/spam-monday.heddle'))
    .action(run(backup))
  program
    .command('trust')
    .description('let the labeling functions of a project from elsewhere run here')
    .argument('<project>')
    .action(run(trust))
}

async function newProject(
  _context: Context,
  given: string,
  { classes, title }: { classes: string[]; title?: string },
): Promise<Answer> {
  const path = projectPath(given.endsWith('.heddle') ? given : `${given}.heddle`)
  const fileName = basename(path)
  const make = { classes, fileName, title: title ?? basename(path, '.heddle') }
  const project = await inEngine(({ client }) => client.projects.create(make), dirname(path))
  const names = project.classes.map(({ name }) => name)
  return {
    value: { project: path, classes: names },
    text: `Made ${path} with the classes ${names.join(', ')}.`,
  }
}

const verify = async (context: Context, given: string, { repair = false }: { repair?: boolean }): Promise<Answer> => {
  const path = projectPath(given)
  const verified = await inProject(context, given, repair ? 'write' : 'read', ({ client, projectId }) =>
    client.projects.verify({ projectId, repair }),
  ).catch(damagedAtOpening)
  const damage = verified.ok ? undefined : damageOf(path, verified)
  return {
    value: damage ? { ...verified, problem: { code: damage.code, message: damage.message } } : verified,
    text: lines(checksTable(verified), damage ? damage.message : `${path} is in order.`),
    isBad: !verified.ok,
  }
}

/** What is too damaged to be opened has failed its first check. */
function damagedAtOpening(error: unknown): Verified {
  if (!(error instanceof ORPCError) || error.code !== 'PROJECT_DAMAGED') throw error
  const { detail } = error.data as { detail: string }
  return { ok: false, checks: [{ name: 'database integrity', ok: false, detail }] }
}

const damageOf = (path: string, { checks }: Verified) =>
  problem('PROJECT_DAMAGED', {
    project: path,
    detail: checks
      .filter(check => !check.ok)
      .map(({ name, detail }) => `${name}${detail ? ` (${detail})` : ''}`)
      .join('; '),
  })

const checksTable = ({ checks }: Verified): string =>
  table(
    [
      { title: 'check', value: check => check.name },
      { title: 'result', value: check => (check.ok ? 'ok' : 'failed') },
      { title: 'detail', value: check => check.detail ?? '', width: 80 },
    ],
    checks,
  )

/** A copy is worth something only when it can be opened: it is checked where it lies. */
const backup = (context: Context, given: string, file: string): Promise<Answer> =>
  inProject(context, given, 'read', async session => {
    const target = resolve(file)
    const bytes = await copyTo(session, target)
    const copied = await inProject(context, target, 'read', ({ client, projectId }) =>
      client.projects.verify({ projectId }),
    )
    return {
      value: { ...copied, file: target, bytes },
      text: `${copied.ok ? 'Wrote' : 'Wrote, but could not verify,'} ${target} (${count(bytes)} bytes).`,
      isBad: !copied.ok,
    }
  })

async function copyTo({ engine, client, projectId }: ProjectSession, target: string): Promise<number> {
  const { fileId, bytes } = await client.projects.backup({ projectId })
  await placeFile(engine.files.path(fileId), target, { keep: true })
  return bytes
}

const trust = (context: Context, given: string): Promise<Answer> =>
  inProject(context, given, 'write', async ({ client, projectId, path }) => {
    const untrusted = await client.projects.untrusted({ projectId })
    const { restricted } = await client.projects.trust({ projectId })
    const checks = untrusted.map(({ name, kind, version }) => ({
      name,
      ok: true,
      detail: `${kind}, version ${version}`,
    }))
    const names = [...new Set(untrusted.map(({ name }) => name))]
    return {
      value: { ok: !restricted, checks },
      text: names.length
        ? `Trusted ${counted(names.length, 'labeling function')} of ${path}: ${names.join(', ')}.`
        : `Everything in ${path} was trusted already.`,
    }
  })
