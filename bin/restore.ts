import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { ExplainedError } from '#lib/errors.ts'
import { type BackupContents, inspectBackup } from '#lib/server/backup/inspect.ts'
import { restoreBackup } from '#lib/server/backup/restore.ts'
import { isSealedWith } from '#lib/server/backup/secret.ts'
import type { Env } from '#lib/server/config/env.ts'
import { commandWords } from '#lib/words/command-words.ts'
import { contentsOf, tableLines, totalOf } from './backup-report.ts'
import { endProgress, runCopy } from './copy-command.ts'
import { explainFailure } from './explain.ts'
import { openStore } from './resources.ts'
import { reportRestoredLog } from './restored-log.ts'
import { below, fail, labelled, say } from './say.ts'
import { type KnownSecret, knownSecret, secretFile, secretIn } from './secret.ts'

// Restores a backup file written by `npm run backup` into an empty database, or only checks the file.

const t = commandWords('commands')

const AUDIT_LOG_BROKEN = 2
const UNFINISHED = 3

type Arguments = { file: string; isCheck: boolean; secretFile: string | null; isOtherSecret: boolean }

function readArguments(): Arguments {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        check: { type: 'boolean', default: false },
        'secret-file': { type: 'string' },
        'other-secret': { type: 'boolean', default: false },
      },
    })
    const [file, ...others] = positionals
    if (file === undefined || others.length > 0) return fail(t('restore.usage'))
    return {
      file: path.resolve(file),
      isCheck: values.check,
      secretFile: values['secret-file'] ?? null,
      isOtherSecret: values['other-secret'],
    }
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)}\n\n${t('restore.usage')}`)
  }
}

const args = readArguments()
await runCopy(async ({ env, signal, onProgress }) => {
  const { file } = args
  const contents = await inspectBackup({ file, signal, onProgress })
  endProgress()
  say(labelled('backup', t('restore.intact', { file })))
  say(below(contentsOf(contents)))
  if (args.isCheck) {
    for (const line of tableLines(contents.rows)) say(line)
    say(labelled('secret', neededSecret(contents)))
    return 0
  }
  const secret = await secretFor(env, contents)
  // Real data never goes into the sandbox's database, not even while no source is configured here yet.
  const sandbox = contents.isSandbox === null ? env.sandbox : contents.isSandbox ? 'forced' : null
  const store = await openStore({ ...env, sandbox }, say)
  try {
    const { rows, leftOut } = await restoreBackup({ url: store.url, file, signal, onProgress })
    endProgress()
    say(labelled('restored', totalOf(rows)))
    for (const table of Object.keys(leftOut)) say(below(t('backup.left-out', { table })))
    const holds = await finish(env, store.url, contents, secret)
    say(nextStep(env, contents, secret))
    return holds
  } finally {
    await store.close()
  }
})

/** The steps after the rows are stored. A failure here must not read as if nothing was restored. */
async function finish(
  env: Env,
  url: string,
  contents: BackupContents,
  secret: KnownSecret | null,
): Promise<number> {
  try {
    if (secret && args.secretFile) await keepSecret(env, secret)
    return (await reportRestoredLog(env, url, contents, secret)) ? 0 : AUDIT_LOG_BROKEN
  } catch (error) {
    say(t('restore.later-failed', { reason: explainFailure(error) }))
    return UNFINISHED
  }
}

function neededSecret({ auditHead }: BackupContents): string {
  return auditHead === null ? t('restore.secret-not-needed') : t('restore.secret-not-in-file')
}

/**
 * Finds the secret that belongs to the backup; returns null, after printing why, if that secret is unknown.
 * @throws {ExplainedError} if a different secret is set and `--other-secret` was not given, or if Furrow would
 * start with another secret than the one of `--secret-file`
 */
async function secretFor(env: Env, { auditHead }: BackupContents): Promise<KnownSecret | null> {
  const secret = args.secretFile === null ? await knownSecret(env) : await secretIn(args.secretFile)
  if (args.secretFile !== null) await requireNoOther(env, secret)
  if (auditHead === null) return secret
  if (secret === null) {
    say(labelled('secret', t('restore.secret-missing')))
    return null
  }
  if (isSealedWith(auditHead, secret.secret)) {
    say(labelled('secret', t('restore.secret-right', { place: secret.place })))
    return secret
  }
  if (args.isOtherSecret) {
    say(labelled('secret', t('restore.secret-other', { place: secret.place })))
    return null
  }
  throw new ExplainedError(t('restore.secret-refused', { place: secret.place }))
}

async function requireNoOther(env: Env, given: KnownSecret | null): Promise<void> {
  const known = await knownSecret(env)
  if (known === null || known.secret === given?.secret) return
  throw new ExplainedError(t('restore.two-secrets', { place: known.place }))
}

async function keepSecret(env: Env, { secret, place }: KnownSecret): Promise<void> {
  if (env.databaseUrl !== null) {
    if (env.authSecret === null) say(below(t('restore.set-secret', { place })))
    return
  }
  if ((await knownSecret(env)) !== null) return
  await writeFile(secretFile(env), secret, { mode: 0o600, flag: 'wx' })
  say(below(t('restore.kept-secret', { file: secretFile(env) })))
}

function nextStep(env: Env, { isSandbox, auditHead }: BackupContents, secret: KnownSecret | null): string {
  const isElsewhere = env.databaseUrl === null && process.env.DATA_DIR
  const steps = [
    isElsewhere ? t('restore.next-start-in', { folder: path.resolve(env.dataDir) }) : t('restore.next-start'),
  ]
  if (isSandbox === false && env.sandbox) steps.unshift(t('restore.next-sources'))
  if (auditHead !== null && secret === null && !args.isOtherSecret) steps.unshift(placeOfSecret(env))
  const [first = '', ...later] = steps
  return labelled('next', [first, ...later.map((step) => t('restore.next-then', { step }))].join('\n'))
}

function placeOfSecret(env: Env): string {
  if (env.databaseUrl !== null) return t('restore.next-secret')
  return t('restore.next-secret-file', { file: secretFile(env) })
}
