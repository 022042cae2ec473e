import 'server-only'
import { RequestError } from '#lib/errors.ts'
import { type AuditEntry, transactRecorded } from '#lib/server/audit/record.ts'
import { env } from '#lib/server/config/env.ts'
import { isConfigured } from '#lib/server/config/env-upstreams.ts'
import { type Executor, setActScope } from '#lib/server/db/client.ts'
import type { RequestContext, Viewer } from '#lib/server/viewer.ts'
import { sourceName } from '#lib/server/words/names.ts'
import type { Source } from '#lib/sources.ts'

/** True for operators and admins, who may act on sources; a financier only sees their health. */
export function mayAct(viewer: Viewer): boolean {
  return viewer.role !== 'financier'
}

/**
 * Requires a viewer who may act on sources.
 * @param what completes "Only operators may …", such as "pause a source"
 * @throws {RequestError} 403 `forbidden`
 */
export function requireOperator(viewer: Viewer, what: string): void {
  if (!mayAct(viewer)) throw new RequestError(403, 'forbidden', `Only operators may ${what}.`)
}

/**
 * Requires a configured source.
 * @throws {RequestError} 409 `source_off`
 */
export function requireConnected(source: Source): void {
  if (!isConfigured(env().upstreams, source))
    throw new RequestError(409, 'source_off', `${sourceName(source)} is not connected.`, {
      values: { source },
    })
}

type ActEvent = Pick<AuditEntry, 'action' | 'details'> & { source: Source }

/**
 * Runs an act on a source in one transaction with its audit event, so that both are stored or neither is.
 * @throws the act's own error, or 503 `audit_unavailable` when the event cannot be written
 */
export function actRecorded<Result>(
  { viewer, requestId }: RequestContext,
  { source, ...event }: ActEvent,
  act: (tx: Executor) => Promise<Result>,
): Promise<Result> {
  return transactRecorded(async (tx) => {
    await setActScope(tx, viewer)
    const result = await act(tx)
    const audit = { ...event, actor: viewer, subject: `source:${source}`, outcome: 'ok' as const }
    return { result, audit: { ...audit, ...(requestId !== undefined && { requestId }) } }
  })
}
