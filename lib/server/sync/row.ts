import 'server-only'
import { hash } from 'node:crypto'
import type { Day } from '#lib/calendar-date.ts'
import type { BillingPeriodRecord, InvoiceRecord, RawRecord } from '#lib/server/upstream/contract.ts'

export type MirrorRecord = BillingPeriodRecord | InvoiceRecord

/** A record prepared for its table: the column values by name, and the fields that decisions use. */
export type MirrorRow = {
  id: string
  day: Day | null
  status: string | null
  /** Only the value in the row itself. */
  currency: string | null
  fundingSource: string | null
  sourceUpdatedAt: string | null
  contentHash: string
  columns: Record<string, string | null>
  raw: RawRecord
}

/** Returns the day that assigns a record to a window; null if the record has none, or an unreadable one. */
export function dayOf(record: MirrorRecord): Day | null {
  return 'contract' in record ? record.startDate : record.issuedOn
}

/** Prepares a record for its table: `billing_period` or `invoice`. */
export function toMirrorRow(record: MirrorRecord): MirrorRow {
  return 'contract' in record ? billingPeriodRow(record) : invoiceRow(record)
}

function billingPeriodRow(record: BillingPeriodRecord): MirrorRow {
  const columns = {
    contract: record.contract,
    start_date: record.startDate,
    end_date: record.endDate,
    status: record.status,
    amount: record.amount,
    amount_issue: record.amountIssue,
  }
  return {
    ...decided(record, columns),
    day: record.startDate,
    status: record.status,
    sourceUpdatedAt: null,
  }
}

function invoiceRow(record: InvoiceRecord): MirrorRow {
  const columns = {
    number: record.number,
    title: record.title,
    customer: record.customer,
    account_number: record.accountNumber,
    site_ref: record.siteRef,
    site_name: record.siteName,
    invoice_type: record.invoiceType,
    invoice_type_label: record.invoiceTypeLabel,
    amount: record.amount,
    amount_issue: record.amountIssue,
    usd_amount: record.usdAmount,
    paid_amount: record.paidAmount,
    state: record.state,
    funnel_state: record.funnelState,
    issued_on: record.issuedOn,
    issued_at: record.issuedAt,
    due_on: record.dueOn,
    source_updated_at: record.sourceUpdatedAt,
  }
  return {
    ...decided(record, columns),
    day: record.issuedOn,
    status: record.state,
    sourceUpdatedAt: record.sourceUpdatedAt,
  }
}

function decided(record: MirrorRecord, own: Record<string, string | null>) {
  const { id, currency, fundingSource, raw, unreadable } = record
  const columns = { ...own, unreadable_fields: unreadable.join(' ') || null }
  // Most rows have no unreadable field. Their hash stays the one from before this column existed.
  const values = Object.values(unreadable.length === 0 ? own : columns)
  const content = JSON.stringify([values, currency, fundingSource, canonical(raw)])
  // 132 bits: practically no collision between two contents of one row, and a million rows stay small.
  const contentHash = hash('sha256', content, 'base64url').slice(0, 22)
  return { id, currency, fundingSource, contentHash, columns, raw }
}

/** Makes the hash independent of the order in which an upstream writes its fields. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.map(([key, item]) => [key, canonical(item)])
}
