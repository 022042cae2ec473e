import 'server-only'
import type { ExtraField } from '#lib/schema.ts'
import { publicRecord } from '#lib/server/log/redact.ts'
import type { RawRecord } from '#lib/server/upstream/contract.ts'
import { readDate } from '#lib/server/upstream/dates.ts'
import { documentedValue } from '#lib/server/upstream/documented-fields.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import type { Resource, Source } from '#lib/sources.ts'

/**
 * Labels of the fields in each source's records that have no column. Only these fields are shown, because an
 * unknown field could be personal. A payment link's `url` and an invoice's `pdf_url` grant access like keys
 * and never leave the server.
 */
const EXTRA_FIELDS: Record<Source, Partial<Record<Resource, Record<string, string>>>> = {
  'hello-tractor': {
    'billing-periods': { created_at: 'Created', updated_at: 'Updated' },
    invoices: {
      invoice_type: 'Invoice type',
      maintenance_fees: 'Maintenance fees',
      user_id: 'User',
      updated_at: 'Updated',
    },
  },
  'payment-links': {
    invoices: {
      batchId: 'Batch',
      visits: 'Visits',
      lastVisit: 'Last visit',
      transactions: 'Transactions',
      approvedTransactions: 'Approved transactions',
      declinedTransactions: 'Declined transactions',
      lastTransaction: 'Last transaction',
      totalTransactionsAmount: 'Total of transactions',
      receiptDate: 'Receipt',
      handler: 'Handler',
      email: 'E-mail',
      mobileNumber: 'Mobile number',
      smsStatus: 'SMS status',
      smsUpdateDate: 'SMS updated',
      planAmount: 'Plan amount',
      planFrequency: 'Plan frequency',
      planStartDate: 'Plan start',
      planRate: 'Plan rate',
      instalmentEnabled: 'Instalments',
      planMaxTerm: 'Longest plan',
      planMaxTermPeriod: 'Longest plan, unit',
      customValue1: 'Custom value 1',
      customValue2: 'Custom value 2',
      customValue3: 'Custom value 3',
      created: 'Created',
      updated: 'Updated',
    },
  },
  'client-invoices': { invoices: { invoice_type: 'Invoice type code' } },
}

/** Fields of custom values, which get the source's own label if there is one. */
const CUSTOM_VALUE = /^customvalue(\d)$/

/**
 * Returns the further fields of a record that a viewer may see, in a fixed order. An absent field is left
 * out; a null value is unknown. Contact fields are masked for financiers; operators and admins, who open one
 * row at a time, see them.
 */
export function extraFields(
  source: Source,
  resource: Resource,
  raw: RawRecord,
  viewer: Viewer,
): ExtraField[] {
  const shown = publicRecord(raw, { canSeeContacts: viewer.role !== 'financier' })
  const byName = new Map(Object.entries(shown).map(([name, value]) => [fold(name), value]))
  return Object.entries(EXTRA_FIELDS[source][resource] ?? {}).flatMap(([name, label]) => {
    const folded = fold(name)
    if (!byName.has(folded)) return []
    const found = byName.get(folded)
    const value = asText(viewer.role === 'financier' ? documentedValue(found) : found)
    const custom = CUSTOM_VALUE.exec(folded)
    const ownLabel = custom ? asText(byName.get(`customlabel${custom[1]}`)) : null
    if (custom && value === null) return []
    return [{ name, label: ownLabel ?? label, value, instant: instantOf(name, value) }]
  })
}

/** Fields that hold a time. A plain day has no known time of day, so it gets no instant. */
const TIMES: readonly string[] = [
  ...['created_at', 'updated_at', 'created', 'updated', 'lastVisit', 'lastTransaction', 'receiptDate'],
  ...['smsUpdateDate', 'planStartDate'],
]

function instantOf(name: string, value: string | null): string | null {
  if (!TIMES.includes(name)) return null
  const reading = readDate(value)
  return reading.kind === 'instant' ? reading.at : null
}

/** Removes case and underscores from a field's name, because upstreams mix both spellings. */
function fold(name: string): string {
  return name.toLowerCase().replaceAll('_', '')
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'object') return JSON.stringify(value)
  return String(value)
}
