import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { ExplainedError } from '#lib/errors.ts'
import { anchorFile, readAnchors } from '#lib/server/audit/anchors.ts'
import { type Verification, verifyAudit } from '#lib/server/audit-log/verify.ts'
import { type Database, openDatabase, query } from '#lib/server/db/client.ts'
import { commandWords } from '#lib/words/command-words.ts'
import { readSettings } from './environment.ts'
import { explainFailure } from './explain.ts'
import { closedOnStop } from './on-stop.ts'
import { openInstalledStore } from './resources.ts'
import { below, fail, labelled, say, warn } from './say.ts'
import { requireSecret } from './secret.ts'

const t = commandWords('commands')

const BROKEN = 1
const IMPOSSIBLE = 2

type Arguments = { oldSecrets: readonly string[]; log: string | null }

async function readArguments(): Promise<Arguments> {
  const { values } = parse()
  const files = values['old-secret-file'] ?? []
  const oldSecrets = await Promise.all(files.map(async (file) => (await readText(file)).trim()))
  // The lines of the log are read later, one by one; reading the file here reports a wrong file name before
  // any other work.
  if (values.log !== undefined) await readText(values.log)
  return { oldSecrets, log: values.log ?? null }
}

function parse() {
  try {
    return parseArgs({
      options: { 'old-secret-file': { type: 'string', multiple: true }, log: { type: 'string' } },
    })
  } catch (error) {
    throw new ExplainedError(
      `${error instanceof Error ? error.message : String(error)}\n\n${t('verify.usage')}`,
    )
  }
}

function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => {
    throw new ExplainedError(`${t('verify.unreadable', { file })}\n\n${t('verify.usage')}`)
  })
}

async function run(): Promise<number> {
  const args = await readArguments()
  const env = readSettings(warn)
  const store = await closedOnStop(openInstalledStore(env, say))
  const db = openDatabase(store.url, { max: 1 })
  try {
    await requireLog(db)
    const secret = await requireSecret(env, 'verify')
    const file = anchorFile(env.dataDir, store.url)
    const anchors = await readAnchors(file)
    const logged = args.log === null ? [] : await readAnchors(args.log)
    for (const [sequence, hashes] of logged)
      anchors.set(sequence, new Set([...(anchors.get(sequence) ?? []), ...hashes]))
    const ends = anchors.size
    say(
      labelled(
        'audit-log',
        args.log ? t('verify.ends-and-log', { ends, file, log: args.log }) : t('verify.ends', { ends, file }),
      ),
    )
    const startedAt = performance.now()
    const secrets = [...args.oldSecrets, secret]
    const result = await verifyAudit({ db, secrets, anchors, onProgress: draw })
    return report(result, (performance.now() - startedAt) / 1000)
  } finally {
    await db.$client.end().finally(store.close)
  }
}

async function requireLog(db: Database): Promise<void> {
  const [log] = await query<{ isThere: boolean }>(db)`
    select to_regclass('audit_event') is not null as "isThere"`
  if (!log?.isThere) throw new ExplainedError(t('verify.no-log'))
}

function draw(verified: number): void {
  if (process.stdout.isTTY) process.stdout.write(`\r${below(t('verify.progress', { verified }))}`)
}

function report({ verified, end, olderUntil, fault }: Verification, tookSeconds: number): number {
  if (process.stdout.isTTY) say('')
  const seconds = tookSeconds.toFixed(1)
  const chainEnd = end && { sequence: String(end.sequence), hash: end.hash }
  const sayLog = (line: string) => say(labelled('audit-log', line))
  if (olderUntil > 0) sayLog(t('verify.older', { sequence: String(olderUntil) }))
  if (!fault) {
    sayLog(
      chainEnd
        ? t('verify.intact', { verified, seconds, ...chainEnd })
        : t('verify.empty', { verified, seconds }),
    )
    return 0
  }
  const { sequence, kind, detail } = fault
  sayLog(t('verify.broken', { sequence: String(sequence), fault: kind, seconds, detail }))
  say(below(chainEnd ? t('verify.before-to', { verified, ...chainEnd }) : t('verify.before', { verified })))
  if (kind === 'forged') say(below(t('verify.forged')))
  return BROKEN
}

const code = await run().catch((error: unknown) => fail(explainFailure(error), IMPOSSIBLE))
process.exit(code)
