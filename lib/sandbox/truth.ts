import 'server-only'
import type { Dataset } from '#lib/sandbox/dataset/dataset.ts'
import { processTime } from '#lib/sandbox/dataset/payment-links.ts'
import { DEFAULT_DIALECT } from './options.ts'
import { paymentLinkRow } from './payment-link-row.ts'
import { billingPeriodRow, clientInvoiceRow, invoiceRow, type Row } from './rows.ts'

/** A row as its list shows it in the seeds' format, with facts that the row hides. */
export type TrueRow = {
  id: string
  row: Row
  fundingSource: string | null
  currency: string
  /** Code of the row's contract. */
  contract: string
  /** Instant (ISO) by which the row is filed: creation, processing, or its first appearance. */
  at: string
}

/** All rows that exist now, read from the dataset itself instead of through the HTTP filters. */
export type Truth = ReturnType<typeof createTruth>

/** Creates the direct view of a dataset, without the HTTP filters, as of `now`. */
export function createTruth(dataset: Dataset, now: () => Date) {
  const stamp = (timeMs: number) => new Date(timeMs).toISOString()

  /** Converts facts to rows. A null or later `at` hides a fact that does not exist yet. */
  function rows<Fact extends { key: string }>(
    all: () => readonly Fact[],
    read: (fact: Fact, time: number) => Omit<TrueRow, 'id' | 'at'> & { at: number | null },
  ): TrueRow[] {
    const time = now().getTime()
    dataset.growTo(time)
    return all().flatMap((fact) => {
      const { at, ...row } = read(fact, time)
      return at === null || at > time ? [] : [{ id: fact.key, ...row, at: stamp(at) }]
    })
  }

  return {
    billingPeriods: () =>
      rows(dataset.periods.all, (period, time) => ({
        row: billingPeriodRow(period, time, DEFAULT_DIALECT),
        fundingSource: period.fundingSource,
        currency: period.currency,
        contract: period.contract.code,
        at: period.createdAt,
      })),
    invoices: () =>
      rows(dataset.invoices.all, (invoice, time) => ({
        row: invoiceRow(invoice, time, DEFAULT_DIALECT),
        fundingSource: invoice.fundingSource,
        currency: invoice.currency,
        contract: invoice.contract.code,
        at: invoice.createdAt,
      })),
    paymentLinks: () =>
      rows(dataset.links.all, (link, time) => ({
        row: paymentLinkRow(link, time, DEFAULT_DIALECT),
        fundingSource: link.fundingSource,
        currency: link.currency,
        contract: link.invoice.contract.code,
        at: processTime(link, time),
      })),
    clientInvoices: () =>
      rows(dataset.clientInvoices.all, (invoice) => ({
        row: clientInvoiceRow(invoice),
        fundingSource: invoice.contract.fundingSource,
        currency: invoice.contract.region.currency,
        contract: invoice.contract.code,
        at: invoice.revealedAt,
      })),
  }
}
