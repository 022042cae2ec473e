import { anchorFile, lastAnchor } from '#lib/server/audit/anchors.ts'
import { type CurrentVerification, verifyCurrent } from '#lib/server/audit-log/verify-current.ts'
import type { BackupContents } from '#lib/server/backup/inspect.ts'
import type { Env } from '#lib/server/config/env.ts'
import { openDatabase } from '#lib/server/db/client.ts'
import { commandWords } from '#lib/words/command-words.ts'
import { below, labelled, say } from './say.ts'
import type { KnownSecret } from './secret.ts'

const t = commandWords('commands')

/**
 * Verifies the audit log of a database that was just restored and prints the result.
 * @returns false if an event or the end of the log differs from the sealed one; true also if nothing could be
 * checked
 */
export async function reportRestoredLog(
  env: Pick<Env, 'dataDir'>,
  url: string,
  { auditHead }: BackupContents,
  secret: KnownSecret | null,
): Promise<boolean> {
  if (auditHead === null) {
    say(labelled('audit-log', t('restored-log.empty')))
    return true
  }
  if (secret === null) {
    say(labelled('audit-log', t('restored-log.no-secret')))
    return true
  }
  const db = openDatabase(url, { max: 1 })
  const found = await verifyCurrent({ db, secrets: [secret.secret], anchors: new Map() }).finally(() =>
    db.$client.end(),
  )
  say(labelled('audit-log', resultOf(found)))
  await noteAnchors(env, url, auditHead.sequence)
  return found.fault === null
}

function resultOf({ verified, from, end, fault }: CurrentVerification): string {
  if (fault) {
    const { sequence, kind, detail } = fault
    return t('restored-log.broken', { sequence: String(sequence), fault: kind, detail })
  }
  const values = { verified, sequence: String(end?.sequence), hash: String(end?.hash) }
  return from > 1
    ? t('restored-log.verified-from', { ...values, from: String(from) })
    : t('restored-log.verified', values)
}

/**
 * Warns when the anchor file names events newer than this backup: `audit:verify` will then report the log as
 * truncated.
 */
async function noteAnchors(env: Pick<Env, 'dataDir'>, url: string, sequence: number): Promise<void> {
  const file = anchorFile(env.dataDir, url)
  const last = await lastAnchor(file)
  if (last === null || last.sequence <= sequence) return
  say(below(t('restored-log.anchors', { file, sequence: String(last.sequence) })))
}
