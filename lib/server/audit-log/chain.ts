import 'server-only'
import type { AuditChain, AuditCheck } from '#lib/audit/schema.ts'
import { anchorFile, readAnchors } from '#lib/server/audit/anchors.ts'
import { recordAudit } from '#lib/server/audit/record.ts'
import { databaseUrl } from '#lib/server/config/database-url.ts'
import { authSecret, env } from '#lib/server/config/env.ts'
import { processWide } from '#lib/server/config/process-wide.ts'
import { database, query } from '#lib/server/db/client.ts'
import { requireRole, type Viewer } from '#lib/server/viewer.ts'
import { verifyCurrent } from './verify-current.ts'

type Checks = { last: Map<string, AuditCheck>; running: Map<string, Promise<AuditCheck>> }
const shared = processWide<Checks>('furrowAuditChecks')

function checks(): Checks {
  shared.value ??= { last: new Map(), running: new Map() }
  return shared.value
}

/**
 * Returns how many events the audit log has, and the result of this process's last check.
 * @throws RequestError 403 for anyone but an admin
 */
export async function auditChain(viewer: Viewer): Promise<AuditChain> {
  requireRole(viewer, 'admin')
  const [head] = await query<{ events: number }>(database())`select sequence::int as events from audit_head`
  return { events: head?.events ?? 0, check: checks().last.get(databaseUrl()) ?? null }
}

/**
 * Verifies the whole chain and records the check. Concurrent callers share one verification.
 * @throws RequestError 403 for anyone but an admin
 */
export async function checkAudit(viewer: Viewer, requestId?: string): Promise<AuditChain> {
  requireRole(viewer, 'admin')
  const { last, running } = checks()
  const url = databaseUrl()
  let current = running.get(url)
  if (!current) {
    current = check(url).finally(() => running.delete(url))
    running.set(url, current)
  }
  const found = await current
  last.set(url, found)
  const details = {
    verified: found.verified,
    ...(found.fault && { fault: found.fault.kind, at: found.fault.sequence }),
  }
  await recordAudit({
    actor: viewer,
    action: 'audit.verify',
    outcome: found.fault ? 'failed' : 'ok',
    details,
    requestId,
  })
  return auditChain(viewer)
}

async function check(url: string): Promise<AuditCheck> {
  const anchors = await readAnchors(anchorFile(env().dataDir, url))
  // The server does not know earlier secrets, so it checks the part that the current secret sealed and
  // reports its start.
  const found = await verifyCurrent({ db: database(), secrets: [authSecret()], anchors })
  const { verified, from, end, fault } = found
  return { checkedAt: new Date().toISOString(), verified, from, to: end?.sequence ?? 0, fault }
}
