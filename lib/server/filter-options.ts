import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { UNASSIGNED } from '#lib/billing-periods/filters.ts'
import { BILLING_STATUS_LABELS } from '#lib/billing-periods/status.ts'
import { invalidParameters } from '#lib/errors.ts'
import { INVOICE_FILTERS_BY_SOURCE } from '#lib/invoices/filters.ts'
import { FUNNEL_STATE_LABELS, INVOICE_STATE_LABELS } from '#lib/invoices/status.ts'
import { readCurrency, readSourceText } from '#lib/search-params.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import { RESOURCES, type Resource, SOURCES, type Source } from '#lib/sources/sources.ts'
import { aggregates } from './aggregates.ts'
import { type Executor, readSnapshot, rows } from './db/client.ts'
import type { Viewer } from './people/viewer.ts'
import { allOf, inScope } from './predicates.ts'

/** Choices of an open vocabulary (customers, sites) are the most frequent ones. */
const MAX_CHOICES = 200

type Choice = { value: string; label: string; count: number }
type Counted = { value: string | null; label: string | null; count: number }
/** Where the values of one filter are counted, and how they read; `label`: the column that names a value. */
type Facet = {
  from: 'aggregates' | 'rows'
  value: SQL
  label?: SQL
  toChoice: (counted: Counted) => Choice | null
}

const FACETS: Record<string, Facet> = {
  currency: {
    from: 'aggregates',
    value: sql`currency`,
    toChoice: (counted) => (counted.value !== null && readCurrency(counted.value) ? named(counted) : null),
  },
  funding_source: {
    from: 'aggregates',
    value: sql`funding_source`,
    toChoice: (counted) =>
      counted.value === null
        ? { value: UNASSIGNED, label: 'Unassigned', count: counted.count }
        : named(counted),
  },
  status: { from: 'aggregates', value: sql`status`, toChoice: labelled(BILLING_STATUS_LABELS) },
  state: { from: 'aggregates', value: sql`state`, toChoice: labelled(INVOICE_STATE_LABELS) },
  funnel_state: {
    from: 'aggregates',
    value: sql`funnel_state`,
    toChoice: labelled(FUNNEL_STATE_LABELS),
  },
  customer: { from: 'rows', value: sql`customer`, toChoice: named },
  site: { from: 'rows', value: sql`site_ref`, label: sql`site_name`, toChoice: withName },
  invoice_type: {
    from: 'rows',
    value: sql`invoice_type`,
    label: sql`invoice_type_label`,
    toChoice: named,
  },
}

/**
 * The choices of a list's filters among what the viewer may see, with their numbers of rows, keyed by parameter.
 * Throws a 400 naming `list` or `source` where it is missing or does not belong.
 */
export async function filterOptions(
  viewer: Viewer,
  asked: { list: Resource | null; source: Source | null },
): Promise<FilterOptions> {
  const { list, source } = checkList(asked)
  const names =
    list === 'billing-periods'
      ? ['currency', 'status', 'funding_source']
      : Object.keys(FACETS).filter((name) => INVOICE_FILTERS_BY_SOURCE[source].some((own) => own === name))
  return readSnapshot(viewer, async ({ tx, version }) => {
    const options: FilterOptions['options'] = {}
    for (const name of names) options[name] = await choices(tx, viewer, list, source, name)
    return { options, snapshot: version }
  })
}

function checkList(asked: { list: Resource | null; source: Source | null }) {
  const { list, source } = asked
  if (list === null) {
    throw invalidParameters([{ param: 'list', detail: `is required: one of ${RESOURCES.join(', ')}` }])
  }
  if (list === 'billing-periods') {
    if (source !== null && source !== 'hello-tractor') {
      throw invalidParameters([{ param: 'source', detail: 'billing periods come from hello-tractor only' }])
    }
    return { list, source: 'hello-tractor' as const }
  }
  if (source === null) {
    throw invalidParameters([
      { param: 'source', detail: `is required for invoices: one of ${SOURCES.join(', ')}` },
    ])
  }
  return { list, source }
}

async function choices(
  tx: Executor,
  viewer: Viewer,
  list: Resource,
  source: Source,
  name: string,
): Promise<Choice[]> {
  const facet = FACETS[name]
  if (!facet) return []
  const inAnswer = allOf([
    list === 'invoices' ? sql`source = ${source}` : null,
    facet.from === 'rows' ? sql`gone_at is null` : null,
    inScope(viewer, sql`funding_source`),
  ])
  const counted =
    facet.from === 'rows'
      ? await countRows(tx, facet, inAnswer)
      : await rows<Counted>(
          tx,
          sql`select ${facet.value} as value, null as label, sum(count)::int as count
            from ${aggregates(list === 'invoices' ? 'invoice' : 'billing_period', inAnswer)}
            group by 1 order by count desc, value limit ${MAX_CHOICES}`,
        )
  return counted.flatMap((entry) => facet.toChoice(entry) ?? [])
}

/**
 * The most frequent values among the invoices themselves, counted in the index of the value alone; only those that are
 * chosen are then named, as the first of their rows by id that has a name.
 */
function countRows(tx: Executor, { value, label }: Facet, inAnswer: SQL): Promise<Counted[]> {
  const name = label
    ? sql`(select ${label} from invoice where ${inAnswer} and ${value} collate "C" = chosen.value and ${label} is not null
        order by id collate "C" limit 1)`
    : sql`null`
  return rows<Counted>(
    tx,
    sql`select chosen.value, ${name} as label, chosen.count from (
        select ${value} as value, count(*)::int as count from invoice where ${inAnswer}
        group by 1 order by count desc, value limit ${MAX_CHOICES}) as chosen
      order by chosen.count desc, chosen.value`,
  )
}

/** A value that can be asked for as it stands; a missing one, or one no filter could carry, is no choice. */
function named({ value, label, count }: Counted): Choice | null {
  return value === null || readSourceText(value) === null ? null : { value, label: label ?? value, count }
}

function withName(counted: Counted): Choice | null {
  const { value, label } = counted
  return named({ ...counted, label: label && label !== value ? `${value} · ${label}` : value })
}

function labelled(labels: Record<string, string>) {
  return ({ value, count }: Counted): Choice | null => {
    const label = value === null ? undefined : labels[value]
    return value === null || label === undefined ? null : { value, label, count }
  }
}
