import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { invalidParameter } from '#lib/errors.ts'
import { INVOICE_FILTERS_BY_SOURCE } from '#lib/invoices/filters.ts'
import { apiPaths } from '#lib/paths.ts'
import { type Executor, query, readSnapshot } from '#lib/server/db/client.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import { RESOURCES, SOURCES, type Source } from '#lib/sources.ts'
import { countChoices, FACET_NAMES, type FacetName, MAX_CHOICES } from './facets.ts'
import { noteOwnerChoices } from './notes.ts'
import { allOf, inScope } from './predicates.ts'
import { readSeasons } from './seasons.ts'

/** The lists whose filters have choices. */
export const OPTION_LISTS = [...RESOURCES, 'contracts'] as const
type OptionList = (typeof OPTION_LISTS)[number]

const OF_BILLING_PERIODS: readonly FacetName[] = ['currency', 'status', 'funding_source', 'contract']
/** Contracts are many and chosen rarely: they are listed only for a request that names the filter. */
const ON_REQUEST: readonly FacetName[] = ['contract']
const OF_CONTRACTS: readonly FacetName[] = ['currency', 'behind', 'funding_source']
const TABLES = { 'billing-periods': 'billing_period', invoices: 'invoice', contracts: 'contract' } as const

type OptionsQuery = {
  list: OptionList | null
  source: Source | null
  /** Restricts the result to this filter's values. */
  filter?: FacetName | null
  /** Restricts those values to the ones whose value or name contains this text. */
  find?: string | null
}

/**
 * Returns the values of a list's filters in the viewer's scope with their row counts, the 200 most frequent
 * of each, keyed by parameter. For each filter with more values, `more` gives their number and the path to
 * search them.
 * @throws RequestError 400 that names `list`, `source`, `filter` or `find` if it is missing or does not fit
 * the others
 */
export async function filterOptions(viewer: Viewer, asked: OptionsQuery): Promise<FilterOptions> {
  const { list, source, names, find } = checkQuery(asked)
  const inAnswer = allOf([
    list === 'invoices' ? sql`source = ${source}` : null,
    inScope(viewer, sql`funding_source`),
  ])
  return readSnapshot(viewer, async ({ tx, version }) => {
    const options: FilterOptions['options'] = {}
    const more: FilterOptions['more'] = {}
    for (const name of names) {
      const isCounted = asked.filter === name || !ON_REQUEST.includes(name)
      const { choices, total } = isCounted
        ? await countChoices(tx, name, { of: TABLES[list], inAnswer, find })
        : { choices: [], total: await countContracts(tx, inAnswer) }
      options[name] = choices
      if (total > (isCounted ? MAX_CHOICES : 0)) more[name] = { total, find: findPath(list, source, name) }
    }
    if (!asked.filter && list !== 'contracts') {
      const owners = await noteOwnerChoices(tx, { source, resource: list }, inAnswer)
      if (owners.length > 0) options.note_owner = owners
    }
    const hasSeasons = !asked.filter && names.includes('funding_source')
    return { options, more, ...(hasSeasons && { seasons: await readSeasons(tx, viewer) }), snapshot: version }
  })
}

/** Returns how many contracts there are; a name can stand in several. */
async function countContracts(tx: Executor, inAnswer: SQL): Promise<number> {
  const [found] = await query<{ count: number }>(tx)`
    select count(*)::int as count from contract where ${inAnswer}`
  return found?.count ?? 0
}

function findPath(list: OptionList, source: Source, filter: FacetName): string {
  return apiPaths.filterOptions(list === 'invoices' ? { list, source, filter } : { list, filter })
}

function checkQuery({ filter = null, find = null, ...asked }: OptionsQuery) {
  const { list, source } = checkList(asked)
  const offered = {
    'billing-periods': OF_BILLING_PERIODS,
    contracts: OF_CONTRACTS,
    invoices: FACET_NAMES.filter((name) => INVOICE_FILTERS_BY_SOURCE[source].some((own) => own === name)),
  }[list]
  if (filter !== null && !offered.includes(filter))
    throw invalidParameter('filter', `must be one of ${offered.join(', ')}`)
  if (find !== null && filter === null)
    throw invalidParameter('find', 'searches the choices of one filter: give it as filter')
  return { list, source, find, names: filter === null ? offered : [filter] }
}

function checkList(asked: { list: OptionList | null; source: Source | null }) {
  const { list, source } = asked
  if (list === null) {
    throw invalidParameter('list', `is required: one of ${OPTION_LISTS.join(', ')}`)
  }
  if (list !== 'invoices') {
    if (source !== null && source !== 'hello-tractor') {
      throw invalidParameter('source', 'billing periods and contracts come from hello-tractor only')
    }
    return { list, source: 'hello-tractor' as const }
  }
  if (source === null) {
    throw invalidParameter('source', `is required for invoices: one of ${SOURCES.join(', ')}`)
  }
  return { list, source }
}
