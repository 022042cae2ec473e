import 'server-only'
import { sql } from 'drizzle-orm'
import { invalidParameter, notFound } from '#lib/errors.ts'
import { auditedAnswer } from '#lib/server/audit/audited.ts'
import { recordAudit } from '#lib/server/audit/record.ts'
import { env } from '#lib/server/config/env.ts'
import { query, readSnapshot } from '#lib/server/db/client.ts'
import { decodeSegment, unknownPath } from '#lib/server/http/endpoint.ts'
import { pdfResponse } from '#lib/server/http/pdf-response.ts'
import { allOf, inScope } from '#lib/server/lists/predicates.ts'
import { isRecord } from '#lib/server/log/redact.ts'
import { documentedAnswer } from '#lib/server/upstream/documented-fields.ts'
import { isRefusal, UpstreamError } from '#lib/server/upstream/errors.ts'
import { readText } from '#lib/server/upstream/fields.ts'
import { type ProxyRequest, readProxyRequest } from '#lib/server/upstream/proxy-routes.ts'
import { maySee, type Viewer } from '#lib/server/viewer.ts'
import { sourceName } from '#lib/server/words/names.ts'
import type { Source } from '#lib/sources.ts'
import { upstreams } from './connected.ts'
import { requireLive } from './read-live.ts'

/**
 * Reads a source's own endpoint live, within the viewer's scope. A viewer with granted funding sources must
 * name one of them, sees a single record only if its mirrored row is in scope, and gets only documented
 * fields. Sources that cannot be scoped are a 404 for such a viewer. Every read is recorded before its data
 * is returned.
 * @throws {RequestError} 400 or 404 for a request outside the documented endpoints or the viewer's scope, 409
 * `source_paused`, 503 `audit_unavailable` when the read cannot be recorded
 * @throws {UpstreamError} when the source fails, or sends records outside the scope
 */
export async function proxyUpstream(
  viewer: Viewer,
  asked: { source: Source; path: string; requestId?: string },
  search: URLSearchParams,
  signal: AbortSignal,
): Promise<unknown> {
  const segments = asked.path.split('/').map((segment) => decodeSegment(segment, 'path'))
  const paymentLinksPath = env().upstreams.paymentLinks?.path
  const request = readProxyRequest(asked.source, segments, search, paymentLinksPath)
  await checkScope(viewer, request)
  await requireLive(viewer, asked.source)
  const answer = await upstreams().proxy(request, { signal })
  const told = {
    actor: viewer,
    action: 'upstream.read',
    subject: `upstream:${asked.source}/${asked.path}`,
    details: { kind: answer.kind, ...toldQuery(search) },
    requestId: asked.requestId,
  }
  if (answer.kind === 'pdf') return auditedAnswer(pdfResponse(answer.pdf, answer.number, 'attachment'), told)
  requireInScope(viewer, request, answer.body)
  if (viewer.fundingSources !== 'all' && request.kind === 'list')
    await requireFiltered(viewer, request, answer.body, signal)
  await recordAudit({ ...told, outcome: 'ok' })
  return viewer.fundingSources === 'all' ? answer.body : documentedAnswer(request.resource, answer.body)
}

/**
 * Returns the names of the given parameters, and values only of `funding_source`: other values can identify
 * people.
 */
function toldQuery(search: URLSearchParams): Record<string, readonly string[]> {
  const fundingSources = search.getAll('funding_source')
  return {
    parameters: [...new Set(search.keys())],
    ...(fundingSources.length > 0 && { funding_source: fundingSources }),
  }
}

async function checkScope(viewer: Viewer, request: ProxyRequest): Promise<void> {
  if (viewer.fundingSources === 'all') return
  if (request.source !== 'hello-tractor') throw unknownPath()
  if (request.id !== null) {
    if (!(await isMirroredInScope(viewer, request, request.id))) throw notFound('record')
    return
  }
  const named = request.query.funding_source ?? null
  if (named === null || !maySee(viewer, named) || !(await isFilterTrusted(viewer, request))) {
    throw invalidParameter('funding_source', 'must be one of your funding sources')
  }
}

/**
 * Refuses a response with a record of a foreign funding source, whatever filter was sent: a filter that let
 * one such record through is not trusted for the others.
 */
function requireInScope(viewer: Viewer, request: ProxyRequest, body: unknown): void {
  const isForeign = fundingSourcesIn(body).some((name) => !maySee(viewer, name))
  if (!isForeign) return
  if (request.id !== null) throw notFound('record')
  const message = `${sourceName(request.source)} sent records outside the funding source that was asked for.`
  throw new UpstreamError(request.source, 'malformed', message)
}

/** Returns every funding source that a response names, at any depth and in any spelling. */
function fundingSourcesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(fundingSourcesIn)
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([name, inner]) => {
    const isName = name.toLowerCase().replaceAll('_', '') === 'fundingsource'
    const own = isName ? readText(inner) : null
    return own === null ? fundingSourcesIn(inner) : [own]
  })
}

function isMirroredInScope(viewer: Viewer, request: ProxyRequest, id: string): Promise<boolean> {
  const isInvoice = request.resource === 'invoices'
  const where = allOf([
    isInvoice ? sql`source = ${request.source}` : null,
    sql`id = ${id}`,
    inScope(viewer, sql`funding_source`),
  ])
  const table = sql.raw(isInvoice ? 'invoice' : 'billing_period')
  return readSnapshot(viewer, async ({ tx }) => {
    const found = await query(tx)`select 1 from ${table} where ${where}`
    return found.length > 0
  })
}

/** Without a successful probe of the filter, the source's response could hold anyone's rows. */
function isFilterTrusted(viewer: Viewer, { source, resource }: ProxyRequest): Promise<boolean> {
  return readSnapshot(viewer, async ({ tx }) => {
    const [probe] = await query<{ state: string | null }>(tx)`
      select value ->> 'state' as state from source_fact
        where source = ${source} and resource = ${resource} and fact = 'probe:funding_source'`
    return probe?.state === 'ok'
  })
}

/** A name that no funding source has. */
const IMPOSSIBLE = 'QZXV-7F3A-NO-SUCH-NAME'

/**
 * Checks the rows of a list that a viewer with a limited scope requested by funding source, because a filter
 * that worked yesterday may be ignored now. No row may be mirrored outside the scope. If a row is not
 * mirrored yet, the same query with a name that cannot exist must return none.
 * @throws {UpstreamError} `malformed` if the check fails, or the source's own error if the source cannot be
 * queried
 */
async function requireFiltered(
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
    const message = `${sourceName(request.source)} sent records outside the funding source that was asked for.`
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
  return readSnapshot(
    everything,
    ({ tx }) =>
      query<{ name: string | null }>(tx)`
      select funding_source as name from ${sql.raw(isInvoice ? 'invoice' : 'billing_period')}
        where id = any(${sql.param([...ids])}::text[]) and ${isInvoice ? sql`source = ${source}` : sql`true`}`,
  )
}

/**
 * Repeats the viewer's query with a name that cannot exist, and tells whether the source returns no record.
 */
async function isFilteredNow(request: ProxyRequest, signal: AbortSignal): Promise<boolean> {
  const changed = { ...request.query, funding_source: IMPOSSIBLE }
  try {
    const answer = await upstreams().proxy({ ...request, query: changed }, { signal })
    return answer.kind === 'json' && recordsIn(answer.body).length === 0
  } catch (error) {
    if (!isRefusal(error)) throw error
    return true
  }
}
