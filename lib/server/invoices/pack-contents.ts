import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { invalidParameter, notFound, RequestError } from '#lib/errors.ts'
import { type InvoiceSortField, invoiceFilters } from '#lib/invoices/filters.ts'
import { MAX_PACK_FILES, MAX_PACK_MATCHES, type PdfSource } from '#lib/invoices/pack.ts'
import { parseParams, serializeParams } from '#lib/search-params.ts'
import { readSnapshot, rows } from '#lib/server/db/client.ts'
import { checkedRows } from '#lib/server/db/parsed-rows.ts'
import { orderBy } from '#lib/server/lists/keyset.ts'
import { allOf, inScope, textArray } from '#lib/server/lists/predicates.ts'
import { resolveFilters } from '#lib/server/lists/resolved-filters.ts'
import { sortOrder } from '#lib/server/lists/sorting.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { type CheckedFilters, checkInvoiceFilters } from './checked-filters.ts'
import type { PackBody } from './pack-body.ts'
import {
  INVOICE_SORT_COLUMNS,
  type InvoiceRow,
  invoiceColumns,
  invoiceWhere,
  readInvoiceRows,
} from './query.ts'

/** The invoices of a pack, read in one snapshot, in the order of their files. */
export type PackContents = {
  source: PdfSource
  /** True if the invoices were named by id; `search` is then empty. */
  isChosen: boolean
  search: URLSearchParams
  invoices: readonly InvoiceRow[]
  snapshot: string
}

/**
 * Reads the invoices that a pack will hold.
 * @throws {RequestError} 404 if any id is unknown or outside the viewer's scope; 400 naming each wrong
 * filter, or for filters that match nothing or more than 2,000 invoices
 */
export async function readPackContents(
  viewer: Viewer,
  { source, ids, filters }: PackBody,
): Promise<PackContents> {
  if (ids)
    return { source, isChosen: true, search: new URLSearchParams(), ...(await byIds(viewer, source, ids)) }
  const asked = readFilters(source, filters ?? {})
  const { source: _, ...told } = asked
  const list = { source, resource: 'invoices' } as const
  const found = await byFilters(viewer, await resolveFilters(viewer, list, asked))
  return { source, isChosen: false, search: serializeParams(invoiceFilters, told), ...found }
}

type Found = Pick<PackContents, 'invoices' | 'snapshot'>

async function byIds(viewer: Viewer, source: PdfSource, ids: readonly string[]): Promise<Found> {
  const { found, snapshot } = await readVisibleInvoices(viewer, source, ids)
  return { invoices: inOrder(found, ids), snapshot }
}

/** Returns the invoices of ids in the order of the ids, each once. @throws {RequestError} 404 if one is not there */
function inOrder(found: ReadonlyMap<string, InvoiceRow>, ids: readonly string[]): InvoiceRow[] {
  return [...new Set(ids)].map((id) => {
    const row = found.get(id)
    if (!row) throw notFound('invoice')
    return row
  })
}

/** Reads the invoices of a source that the viewer may see now, by their ids. */
export async function readVisibleInvoices(
  viewer: Viewer,
  source: PdfSource,
  ids: readonly string[],
): Promise<{ found: ReadonlyMap<string, InvoiceRow>; snapshot: string }> {
  const where = allOf([
    sql`source = ${source}`,
    sql`id = any(${textArray([...new Set(ids)])})`,
    inScope(viewer, sql`funding_source`),
  ])
  return readSnapshot(viewer, async ({ tx, version }) => {
    const statement = sql`select ${invoiceColumns} from invoice where ${where}`
    const found = await checkedRows(tx, statement, readInvoiceRows)
    return { found: new Map(found.map((row) => [row.id, row])), snapshot: version }
  })
}

/** The invoices of a pack by their ids, in the order of their files. */
export type PackSet = Omit<PackContents, 'invoices'> & { ids: readonly string[] }

/**
 * Reads which invoices a pack in parts holds.
 * @throws {RequestError} as `readPackContents`, with a limit of 100,000 invoices
 */
export async function readPackSet(viewer: Viewer, { source, ids, filters }: PackBody): Promise<PackSet> {
  if (ids) {
    const { found, snapshot } = await readVisibleInvoices(viewer, source, ids)
    const chosen = inOrder(found, ids).map(({ id }) => id)
    return { source, isChosen: true, search: new URLSearchParams(), ids: chosen, snapshot }
  }
  const asked = readFilters(source, filters ?? {})
  const { source: _, ...told } = asked
  const resolved = await resolveFilters(viewer, { source, resource: 'invoices' }, asked)
  const set = await readSnapshot(viewer, async ({ tx, version }) => {
    const matching = await rows<{ id: string }>(
      tx,
      sql`select id from invoice where ${invoiceWhere(viewer, resolved)}
        order by ${packOrder(resolved)} limit ${MAX_PACK_FILES + 1}`,
    )
    return { ids: matching.map(({ id }) => id), snapshot: version }
  })
  checkCount(set.ids.length, MAX_PACK_FILES)
  return { source, isChosen: false, search: serializeParams(invoiceFilters, told), ...set }
}

async function byFilters(viewer: Viewer, asked: CheckedFilters): Promise<Found> {
  const found = await readSnapshot(viewer, async ({ tx, version }) => {
    const invoices = await checkedRows(
      tx,
      sql`select ${invoiceColumns} from invoice where ${invoiceWhere(viewer, asked)}
        order by ${packOrder(asked)} limit ${MAX_PACK_MATCHES + 1}`,
      readInvoiceRows,
    )
    return { invoices, snapshot: version }
  })
  checkCount(found.invoices.length, MAX_PACK_MATCHES)
  return found
}

function packOrder({ sort }: CheckedFilters): SQL {
  const { field, isDescending } = sortOrder<InvoiceSortField>(sort)
  return orderBy(INVOICE_SORT_COLUMNS[field], isDescending)
}

/** @throws {RequestError} 400 for filters that match nothing or more than `max` invoices */
function checkCount(count: number, max: number): void {
  if (count === 0) throw invalidParameter('filters', 'match no invoice: widen them', { code: 'matches_none' })
  if (count <= max) return
  const detail = `match more than ${max.toLocaleString('en')} invoices, the most that a pack holds: narrow them, to fewer days for instance`
  throw invalidParameter('filters', detail, { code: 'matches_too_many', values: { max } })
}

function readFilters(source: PdfSource, filters: NonNullable<PackBody['filters']>): CheckedFilters {
  // The PDFs are those of today.
  const { source: _, as_of: __, ...params } = invoiceFilters
  const given = Object.entries(filters).flatMap(([name, value]) => [value].flat().map((text) => [name, text]))
  try {
    return checkInvoiceFilters({ ...parseParams(params, new URLSearchParams(given)), as_of: null, source })
  } catch (error) {
    if (!(error instanceof RequestError)) throw error
    const errors = error.errors.map((one) => ({ ...one, param: `filters.${one.param}` }))
    const detail = errors.map((one) => `${one.param}: ${one.detail}`).join('; ')
    throw new RequestError(error.status, error.code, detail, { errors })
  }
}
