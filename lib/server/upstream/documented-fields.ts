import 'server-only'
import { isRecord } from '#lib/server/log/redact.ts'
import type { Resource } from '#lib/sources.ts'
import type { RawRecord } from './contract.ts'

/**
 * The fields that Hello Tractor documents or that the screens show, in lower case and without underscores.
 */
const DOCUMENTED: Record<Resource, readonly string[]> = {
  'billing-periods': [
    ...['id', 'loanname', 'startdate', 'enddate', 'status', 'currency', 'totalamountincmaintenancefee'],
    ...['fundingsource', 'createdat', 'updatedat'],
  ],
  invoices: [
    ...['id', 'invoiceno', 'title', 'total', 'usdtotal', 'invoicepaid', 'createdat', 'updatedat', 'currency'],
    ...['fundingsource', 'pdfurl', 'invoicetype', 'maintenancefees', 'userid'],
  ],
}
/** Members kept in a documented field that is an object: a code with its label, or an amount of money. */
const INNER = ['id', 'code', 'label', 'name', 'amount', 'currency']
const ENVELOPE = ['count', 'next', 'previous', 'pagesize', 'nextpage', 'previouspage']

function fold(name: string): string {
  return name.toLowerCase().replaceAll('_', '')
}

function only(record: RawRecord, names: readonly string[], read: (value: unknown) => unknown): RawRecord {
  const kept = Object.entries(record).filter(([name]) => names.includes(fold(name)))
  return Object.fromEntries(kept.map(([name, value]) => [name, read(value)]))
}

/**
 * Strips undocumented members from the value of a documented field, so that nested data of an unknown kind
 * never leaves the server.
 */
export function documentedValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(documentedValue)
  return isRecord(value) ? only(value, INNER, (inner) => (isPlain(inner) ? inner : null)) : value
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null
}

/**
 * Reduces a list response or a single record to its documented fields, for viewers with a narrowed scope: an
 * undocumented field may hold data about anybody.
 * @returns null in place of a body or a row that is not an object
 */
export function documentedAnswer(resource: Resource, body: unknown): unknown {
  const record = (row: unknown) => (isRecord(row) ? only(row, DOCUMENTED[resource], documentedValue) : null)
  if (Array.isArray(body)) return body.map(record)
  if (!isRecord(body)) return null
  if (!Array.isArray(body.results)) return record(body)
  return {
    ...only(body, ENVELOPE, (value) => (isPlain(value) ? value : null)),
    results: body.results.map(record),
  }
}
