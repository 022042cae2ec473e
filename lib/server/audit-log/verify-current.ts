import 'server-only'
import { type Database, query } from '#lib/server/db/client.ts'
import { type Verification, type Verifying, verifyAudit } from './verify.ts'

/** `from` is the sequence of the first event that was checked. */
export type CurrentVerification = Verification & { from: number }

/**
 * Verifies the part of the audit log that the given secrets sealed: the whole log, or, if an earlier event
 * was sealed with an unknown secret, the part since the last change of the secret.
 */
export async function verifyCurrent(verifying: Verifying & { db: Database }): Promise<CurrentVerification> {
  const found = await verifyAudit(verifying)
  const changedAt = await secretChangedAt(verifying)
  const isOlder = found.fault?.kind === 'forged' && changedAt !== null && found.fault.sequence < changedAt
  return isOlder
    ? { ...(await verifyAudit({ ...verifying, from: changedAt })), from: changedAt }
    : { ...found, from: 1 }
}

async function secretChangedAt({ db }: { db: Database }): Promise<number | null> {
  const [found] = await query<{ sequence: number | null }>(db)`
    select max(sequence)::int as sequence from audit_event where action = 'audit.secret_changed'`
  return found?.sequence ?? null
}
