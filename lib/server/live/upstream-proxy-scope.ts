import 'server-only'
import { sql } from 'drizzle-orm'
import { readSnapshot, rows } from '#lib/server/db/client.ts'
import { isRecord } from '#lib/server/log/redact.ts'
import { isRefusal, UpstreamError } from '#lib/server/upstream/errors.ts'
import { readText } from '#lib/server/upstream/fields.ts'
import type { ProxyRequest } from '#lib/server/upstream/proxy-routes.ts'
import { maySee, type Viewer } from '#lib/server/viewer.ts'
import { SOURCE_LABELS } from '#lib/sources.ts'
import { upstreams } from './connected.ts'

/** A name that no funding source has. */
const IMPOSSIBLE = 'QZXV-7F3A-NO-SUCH-NAME'

/**
 * Checks the rows of a list that a viewer with a limited scope requested by funding source, because a filter
 * that worked yesterday may be ignored now. No row may be mirrored outside the scope. If a row is not
 * mirrored yet, the same query with a name that cannot exist must return none.
 * @throws {UpstreamError} `malformed` if the check fails, or the source's own error if the source cannot be
 * queried
 */
export async function requireFiltered(
  viewer: Viewer,
  request: ProxyRequest,
  body: unknown,
  signal: AbortSignal,
): Promise<void> {
  const ids = silentIds(viewer, body)
  if (ids.length === 0) return
  const mirrored = await readMirrored(viewer, request, ids)
  const isForeign = mirrored.some(({ name }) => name === null || !maySee(viewer, name))
  const isKnown = mirrored.length === new Set(ids).size
  if (isForeign || !(isKnown || (await isFilteredNow(request, signal)))) {
    const message = `${SOURCE_LABELS[request.source]} sent records outside the funding source that was asked for.`
    throw new UpstreamError(request.source, 'malformed', message)
  }
}

/** Returns the ids of a list's records that do not name one of the viewer's funding sources themselves. */
function silentIds(viewer: Viewer, body: unknown): string[] {
  return recordsIn(body).flatMap((record) => {
    const own = readText(record.funding_source ?? record.fundingSource)
    if (own !== null && maySee(viewer, own)) return []
    return [readText(record.id) ?? '']
  })
}

function recordsIn(body: unknown): Record<string, unknown>[] {
  if (Array.isArray(body)) return body.filter(isRecord)
  return isRecord(body)
    ? Object.values(body).flatMap((part) => (Array.isArray(part) ? recordsIn(part) : []))
    : []
}

/**
 * Reads the mirrored funding sources of rows in any scope. The caller only learns whether a row lies outside
 * the viewer's.
 */
function readMirrored(
  viewer: Viewer,
  { source, resource }: ProxyRequest,
  ids: readonly string[],
): Promise<{ name: string | null }[]> {
  const everything: Viewer = { ...viewer, fundingSources: 'all' }
  const isInvoice = resource === 'invoices'
  return readSnapshot(everything, ({ tx }) =>
    rows(
      tx,
      sql`select funding_source as name from ${sql.raw(isInvoice ? 'invoice' : 'billing_period')}
        where id = any(${sql.param([...ids])}::text[]) and ${isInvoice ? sql`source = ${source}` : sql`true`}`,
    ),
  )
}

/**
 * Repeats the viewer's query with a name that cannot exist, and tells whether the source returns no record.
 */
async function isFilteredNow(request: ProxyRequest, signal: AbortSignal): Promise<boolean> {
  const query = { ...request.query, funding_source: IMPOSSIBLE }
  try {
    const answer = await upstreams().proxy({ ...request, query }, { signal })
    return answer.kind === 'json' && recordsIn(answer.body).length === 0
  } catch (error) {
    if (!isRefusal(error)) throw error
    return true
  }
}
