import 'server-only'
import { RequestError } from '#lib/errors.ts'
import { type AuditEntry, transactRecorded } from '#lib/server/audit/record.ts'
import { env } from '#lib/server/config/env.ts'
import { isConfigured } from '#lib/server/config/env-upstreams.ts'
import { type Executor, setActScope } from '#lib/server/db/client.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { SOURCE_LABELS, type Source } from '#lib/sources.ts'

/** True for those who look after the sources; a financier sees their health only. */
export function mayAct(viewer: Viewer): boolean {
  return viewer.role !== 'financier'
}

/** Throws 403 for a viewer who may not do `what`, e.g. "pause a source". */
export function requireOperator(viewer: Viewer, what: string): void {
  if (!mayAct(viewer)) throw new RequestError(403, 'forbidden', `Only operators may ${what}.`)
}

/** Throws 409 for a source that is not connected. */
export function requireConnected(source: Source): void {
  if (!isConfigured(env().upstreams, source))
    throw new RequestError(409, 'source_off', `${SOURCE_LABELS[source]} is not connected.`)
}

/** Who acts on a source, in which request. */
export type Acting = { viewer: Viewer; requestId?: string | undefined }

type Told = Pick<AuditEntry, 'action' | 'details'> & { source: Source }

/**
 * Runs an act on a source in one transaction with its audit event: both are stored, or neither is.
 * @throws what the act throws; a 503 `audit_unavailable` where the event cannot be written
 */
export function actRecorded<Result>(
  { viewer, requestId }: Acting,
  { source, ...told }: Told,
  act: (tx: Executor) => Promise<Result>,
): Promise<Result> {
  return transactRecorded(async (tx) => {
    await setActScope(tx, viewer)
    const result = await act(tx)
    const audit = { ...told, actor: viewer, subject: `source:${source}`, outcome: 'ok' as const }
    return { result, audit: { ...audit, ...(requestId !== undefined && { requestId }) } }
  })
}
