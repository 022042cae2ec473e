import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { ExplainedError } from '#lib/errors.ts'
import { anchorFile, readAnchors } from '#lib/server/audit/anchors.ts'
import { type Verification, verifyAudit } from '#lib/server/audit-log/verify.ts'
import { type Database, openDatabase, query } from '#lib/server/db/client.ts'
import { closeOnStop } from './children.ts'
import { readSettings } from './environment.ts'
import { explainFailure } from './explain.ts'
import { openInstalledStore } from './resources.ts'
import { fail, say, warn } from './say.ts'
import { requireSecret } from './secret.ts'

const USAGE = `Usage: npm run audit:verify -- [options]   checks that nothing in the audit log was changed or removed

Exit code: 0 every event is verified; 1 the log was tampered with, or an older secret is needed; 2 it could not be checked; 130 stopped.

  --old-secret-file FILE  an AUTH_SECRET used before the current one; repeat it for several, the oldest first
  --log FILE              saved log lines of Furrow; the audit log must contain every chain end in them`

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
    throw new ExplainedError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
  }
}

function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => {
    throw new ExplainedError(`${file} cannot be read.\n\n${USAGE}`)
  })
}

async function run(): Promise<number> {
  const args = await readArguments()
  const env = readSettings(warn)
  const store = await openInstalledStore(env, say)
  closeOnStop(store.close)
  const db = openDatabase(store.url, { max: 1 })
  try {
    await requireLog(db)
    const secret = await requireSecret(env, 'without which the audit log cannot be checked')
    const file = anchorFile(env.dataDir, store.url)
    const anchors = await readAnchors(file)
    const logged = args.log === null ? [] : await readAnchors(args.log)
    for (const [sequence, hashes] of logged)
      anchors.set(sequence, new Set([...(anchors.get(sequence) ?? []), ...hashes]))
    say(`Audit log   ${endsOf(anchors.size)} recorded in ${file}${args.log ? ` and ${args.log}` : ''}`)
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
  if (!log?.isThere)
    throw new ExplainedError('This database holds no audit log yet: start Furrow once first.')
}

function endsOf(count: number): string {
  return count === 1 ? '1 chain end' : `${count} chain ends`
}

function draw(verified: number): void {
  if (process.stdout.isTTY) process.stdout.write(`\r            ${verified} events verified`)
}

function report({ verified, end, olderUntil, fault }: Verification, seconds: number): number {
  if (process.stdout.isTTY) say('')
  const took = `${seconds.toFixed(1)} s`
  if (olderUntil > 0) say(`Audit log   events up to ${olderUntil} are sealed with an older secret`)
  if (!fault) {
    say(
      `Audit log   ${verified === 1 ? '1 event verified' : `all ${verified} events verified`} (${took})${end ? `; the chain ends at ${end.sequence} ${end.hash}` : ''}`,
    )
    return 0
  }
  say(`Audit log   event ${fault.sequence}: ${fault.kind} (${took}): ${fault.detail}`)
  say(
    `            ${verified === 1 ? '1 event before it is verified' : `${verified} events before it are verified`}${end ? `, up to ${end.sequence} ${end.hash}` : ''}`,
  )
  if (fault.kind === 'forged')
    say('            If AUTH_SECRET was changed, provide the previous one with --old-secret-file.')
  return BROKEN
}

const code = await run().catch((error: unknown) => fail(explainFailure(error), IMPOSSIBLE))
process.exit(code)
