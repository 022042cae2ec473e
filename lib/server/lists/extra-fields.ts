import 'server-only'
import type { ExtraWord } from '#lib/extra-words.ts'
import type { ExtraField } from '#lib/schema.ts'
import { publicRecord } from '#lib/server/log/redact.ts'
import type { RawRecord } from '#lib/server/upstream/contract.ts'
import { readDate } from '#lib/server/upstream/dates.ts'
import { documentedValue } from '#lib/server/upstream/documented-fields.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { english } from '#lib/server/words/words.ts'
import type { Resource, Source } from '#lib/sources.ts'

const t = english('extra')

/**
 * What the fields hold in each source's records that have no column. Only these fields are shown, because an
 * unknown field could be personal. A payment link's `url` and an invoice's `pdf_url` grant access like keys
 * and never leave the server.
 */
const EXTRA_FIELDS: Record<Source, Partial<Record<Resource, Record<string, ExtraWord>>>> = {
  'hello-tractor': {
    'billing-periods': { created_at: 'created', updated_at: 'updated' },
    invoices: {
      invoice_type: 'invoice-type',
      maintenance_fees: 'maintenance-fees',
      user_id: 'user',
      updated_at: 'updated',
    },
  },
  'payment-links': {
    invoices: {
      batchId: 'batch',
      visits: 'visits',
      lastVisit: 'last-visit',
      transactions: 'transactions',
      approvedTransactions: 'approved',
      declinedTransactions: 'declined',
      lastTransaction: 'last-transaction',
      totalTransactionsAmount: 'transactions-total',
      receiptDate: 'receipt',
      handler: 'handler',
      email: 'email',
      mobileNumber: 'mobile',
      smsStatus: 'sms-status',
      smsUpdateDate: 'sms-updated',
      planAmount: 'plan-amount',
      planFrequency: 'plan-frequency',
      planStartDate: 'plan-start',
      planRate: 'plan-rate',
      instalmentEnabled: 'instalments',
      planMaxTerm: 'longest-plan',
      planMaxTermPeriod: 'longest-plan-unit',
      customValue1: 'custom-1',
      customValue2: 'custom-2',
      customValue3: 'custom-3',
      created: 'created',
      updated: 'updated',
    },
  },
  'client-invoices': { invoices: { invoice_type: 'invoice-type-code' } },
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
  return Object.entries(EXTRA_FIELDS[source][resource] ?? {}).flatMap(([name, word]) => {
    const folded = fold(name)
    if (!byName.has(folded)) return []
    const found = byName.get(folded)
    const value = asText(viewer.role === 'financier' ? documentedValue(found) : found)
    const custom = CUSTOM_VALUE.exec(folded)
    const ownLabel = custom ? asText(byName.get(`customlabel${custom[1]}`)) : null
    if (custom && value === null) return []
    const labelled = ownLabel === null ? { word, label: t(`field.${word}`) } : { word: null, label: ownLabel }
    return [{ name, ...labelled, value, instant: instantOf(name, value) }]
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
