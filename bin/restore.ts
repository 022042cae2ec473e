import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { ExplainedError } from '#lib/errors.ts'
import { type BackupContents, inspectBackup } from '#lib/server/backup/inspect.ts'
import { restoreBackup } from '#lib/server/backup/restore.ts'
import { isSealedWith } from '#lib/server/backup/secret.ts'
import type { Env } from '#lib/server/config/env.ts'
import { dataOf, originOf, tableLines, totalOf } from './backup-report.ts'
import { endProgress, runCopy } from './copy-command.ts'
import { explainFailure } from './explain.ts'
import { openStore } from './resources.ts'
import { reportRestoredLog } from './restored-log.ts'
import { fail, say } from './say.ts'
import { type KnownSecret, knownSecret, secretFile, secretIn } from './secret.ts'

// Restores a backup file written by `npm run backup` into an empty database, or only checks the file.

const USAGE = `Usage: npm run restore -- FILE [options]   fills an empty database (a new DATA_DIR, or DATABASE_URL) from a backup
       npm run restore -- --check FILE     reads the whole file and says what it holds; touches no database

  --secret-file FILE  the secret that the backup belongs to; it is kept in DATA_DIR where no other is set
  --other-secret      restore although the secret here is another one: sessions end, and the audit log of before can
                      only be checked with the former secret (npm run audit:verify -- --old-secret-file FILE)

Exit code: 0 restored, or the file is whole; 1 not, and the database is as empty as before; 2 restored, but the audit log
in it does not hold; 3 restored, but keeping the secret or checking the audit log failed; 130 stopped, and the database is as empty as before.`

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
    if (file === undefined || others.length > 0) return fail(USAGE)
    return {
      file: path.resolve(file),
      isCheck: values.check,
      secretFile: values['secret-file'] ?? null,
      isOtherSecret: values['other-secret'],
    }
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
  }
}

const args = readArguments()
await runCopy(async ({ env, signal, onProgress }) => {
  const { file } = args
  const contents = await inspectBackup({ file, signal, onProgress })
  endProgress()
  say(`Backup      ${file} is intact: every count and checksum matches`)
  say(`            ${totalOf(contents.rows)}: ${dataOf(contents)}; made ${originOf(contents.header)}`)
  if (args.isCheck) {
    for (const line of tableLines(contents.rows)) say(line)
    say(`Secret      ${neededSecret(contents)}`)
    return 0
  }
  const secret = await secretFor(env, contents)
  // Real data never goes into the sandbox's database, not even while no source is configured here yet.
  const sandbox = contents.isSandbox === null ? env.sandbox : contents.isSandbox ? 'forced' : null
  const store = await openStore({ ...env, sandbox }, say)
  try {
    const { rows, leftOut } = await restoreBackup({ url: store.url, file, signal, onProgress })
    endProgress()
    say(`Restored    ${totalOf(rows)}`)
    for (const table of Object.keys(leftOut))
      say(`            left out: the table ${table}, which is not Furrow's`)
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
    say(`Restored, but a later step failed: ${explainFailure(error)}`)
    return UNFINISHED
  }
}

function neededSecret({ auditHead }: BackupContents): string {
  return auditHead === null
    ? 'not needed: nothing in the file is sealed with it'
    : 'not in the file; its audit log is sealed with the secret of the time of the backup'
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
    say(
      'Secret      missing: the backup was made with a secret that the file does not hold. Without it, sessions end',
    )
    say('            and the restored audit log cannot be verified. Provide it with --secret-file FILE')
    return null
  }
  if (isSealedWith(auditHead, secret.secret)) {
    say(`Secret      ${secret.place} is the one that sealed the audit log of this backup`)
    return secret
  }
  if (args.isOtherSecret) {
    say(`Secret      ${secret.place} is not the secret of this backup: sessions end (--other-secret)`)
    return null
  }
  throw new ExplainedError(
    `The secret in ${secret.place} is not the one that this backup was made with. Provide the right one (AUTH_SECRET, or --secret-file FILE), or continue without it: --other-secret`,
  )
}

async function requireNoOther(env: Env, given: KnownSecret | null): Promise<void> {
  const known = await knownSecret(env)
  if (known === null || known.secret === given?.secret) return
  throw new ExplainedError(
    `${known.place} holds a different secret than --secret-file, and Furrow would start with that one. Remove it first.`,
  )
}

async function keepSecret(env: Env, { secret, place }: KnownSecret): Promise<void> {
  if (env.databaseUrl !== null) {
    if (env.authSecret === null)
      say(`            Set AUTH_SECRET to the secret in ${place} before you start Furrow`)
    return
  }
  if ((await knownSecret(env)) !== null) return
  await writeFile(secretFile(env), secret, { mode: 0o600, flag: 'wx' })
  say(`            The secret was saved to ${secretFile(env)}`)
}

function nextStep(env: Env, { isSandbox, auditHead }: BackupContents, secret: KnownSecret | null): string {
  const steps = ['npm start']
  if (env.databaseUrl === null && process.env.DATA_DIR)
    steps[0] += ` with DATA_DIR=${path.resolve(env.dataDir)}`
  if (isSandbox === false && env.sandbox)
    steps.unshift('configure the sources as before (.env): without them it shows the sandbox')
  if (auditHead !== null && secret === null && !args.isOtherSecret) steps.unshift(placeOfSecret(env))
  return `Next        ${steps.join('\n            then ')}`
}

function placeOfSecret(env: Env): string {
  if (env.databaseUrl !== null) return 'set AUTH_SECRET to the secret of the backup'
  return `put the secret of the backup into ${secretFile(env)}, or AUTH_SECRET`
}
