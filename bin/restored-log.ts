import { anchorFile, lastAnchor } from '#lib/server/audit/anchors.ts'
import { type CurrentVerification, verifyCurrent } from '#lib/server/audit-log/verify-current.ts'
import type { BackupContents } from '#lib/server/backup/inspect.ts'
import type { Env } from '#lib/server/config/env.ts'
import { openDatabase } from '#lib/server/db/client.ts'
import { say } from './say.ts'
import type { KnownSecret } from './secret.ts'

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
    say('Audit log   is empty')
    return true
  }
  if (secret === null) {
    say('Audit log   not verified: that needs the secret it was sealed with')
    return true
  }
  const db = openDatabase(url, { max: 1 })
  const found = await verifyCurrent({ db, secrets: [secret.secret], anchors: new Map() }).finally(() =>
    db.$client.end(),
  )
  say(`Audit log   ${resultOf(found)}`)
  await noteAnchors(env, url, auditHead.sequence)
  return found.fault === null
}

function resultOf({ verified, from, end, fault }: CurrentVerification): string {
  if (fault) return `NOT INTACT: event ${fault.sequence}: ${fault.kind}: ${fault.detail}`
  const range = from > 1 ? `from event ${from} on, where the secret was changed, ` : ''
  return `${range}${verified === 1 ? '1 event verified' : `all ${verified} events verified`}; the log ends at ${end?.sequence} ${end?.hash}`
}

/**
 * Warns when the anchor file names events newer than this backup: `audit:verify` will then report the log as
 * truncated.
 */
async function noteAnchors(env: Pick<Env, 'dataDir'>, url: string, sequence: number): Promise<void> {
  const file = anchorFile(env.dataDir, url)
  const last = await lastAnchor(file)
  if (last === null || last.sequence <= sequence) return
  say(`            ${file} lists events up to ${last.sequence}, recorded after this backup:`)
  say(
    '            npm run audit:verify will report "truncated". If that is intended, move the file away (docs/audit.md)',
  )
}
