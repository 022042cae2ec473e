import 'server-only'
import type { ExampleValues } from '#lib/api-docs/curl.ts'
import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { dayInZone } from '#lib/calendar-date.ts'
import { invoiceFilters } from '#lib/invoices/filters.ts'
import { parseParams } from '#lib/search-params.ts'
import { listBillingPeriods } from '#lib/server/billing-periods/list.ts'
import { env } from '#lib/server/config/env.ts'
import { listInvoices } from '#lib/server/invoices/list.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import type { Source } from '#lib/sources.ts'

/**
 * Returns the values for the documentation's examples: rows that the viewer may see, so that an example works
 * when copied.
 */
export async function exampleValues(viewer: Viewer, now: Date = new Date()): Promise<ExampleValues> {
  const page = { cursor: null, limit: 1 }
  const periods = await listBillingPeriods(viewer, {
    ...parseParams(billingPeriodFilters, new URLSearchParams()),
    ...page,
  })
  const firstInvoice = async (source: Source) => {
    const filters = parseParams(invoiceFilters, new URLSearchParams({ source }))
    const [row] = (await listInvoices(viewer, { ...filters, ...page })).rows
    return row?.id ?? null
  }
  return {
    origin: new URL(env().appUrl).origin,
    ids: {
      'billing-periods': periods.rows[0]?.id ?? null,
      invoices: await firstInvoice('hello-tractor'),
      'client-invoices': await firstInvoice('client-invoices'),
    },
    day: dayInZone(now, env().timeZone),
  }
}
