import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { invalidParameter } from '#lib/errors.ts'
import { FIND_PLACES, type FindPlace } from '#lib/find/places.ts'
import type { Finds, Found } from '#lib/find/schema.ts'
import { type Executor, query, readSnapshot } from '#lib/server/db/client.ts'
import { allOf, contains, containsIn, holdsWords, inScope, textArray } from '#lib/server/lists/predicates.ts'
import type { Viewer } from '#lib/server/viewer.ts'

/** How many matches of a place are counted and compared. */
const MOST = 200
const SHOWN = 5

/**
 * The columns of a match, and where the matches come from. `exact`: those that are the text itself, which an index finds;
 * null where all matches are compared anyway.
 */
type Place = { columns: SQL; from: SQL; exact: SQL | null }

/**
 * Finds a text in every list and among the funding sources, in the viewer's scope.
 * @throws {RequestError} 400 without a text
 */
export async function find(viewer: Viewer, { search }: { search: string | null }): Promise<Finds> {
  if (search === null) throw invalidParameter('search', 'the text to find')
  return readSnapshot(viewer, async ({ tx, version }) => {
    return { found: await findEverywhere(tx, viewer, search), snapshot: version }
  })
}

/** Finds a text in every place, in the order of the places; those without a match are left out. */
export async function findEverywhere(tx: Executor, viewer: Viewer, search: string): Promise<Found[]> {
  const found: Found[] = []
  for (const place of FIND_PLACES) {
    const matches = await findIn(tx, place, placeOf(viewer, place, search), search)
    if (matches.count > 0) found.push(matches)
  }
  return found
}

function placeOf(viewer: Viewer, place: FindPlace, search: string): Place {
  const scope = inScope(viewer, sql`funding_source`)
  const texts = textArray([search, search.toUpperCase()])
  switch (place) {
    case 'funding-sources':
      return {
        columns: sql`name as id, name, null as text, null::date as day, null::numeric as amount, null as currency`,
        from: sql`(select funding_source as name from billing_period_year where ${allOf([scope])}
            union select funding_source from invoice_year where ${allOf([scope])}) as named
          where name is not null and ${holdsWords(sql`name`, search)}`,
        exact: null,
      }
    case 'contracts':
      return {
        columns: sql`id, contract as name, funding_source as text, last_billed as day, null::numeric as amount, currency`,
        from: sql`contract where ${allOf([sql`contract is not null`, scope, containsIn(search)])}`,
        exact: sql`contract where ${allOf([scope, sql`contract collate "C" = any(${texts})`])}`,
      }
    case 'billing-periods': {
      const found = contains(viewer, search, (words) => sql`furrow_search_billing_periods(${words})`)
      return {
        columns: sql`id, coalesce(contract, id) as name, funding_source as text, start_date as day, amount, currency`,
        from: sql`billing_period where ${allOf([sql`gone_at is null`, scope, found])}`,
        exact: sql`billing_period where ${allOf([
          sql`gone_at is null`,
          scope,
          sql`(contract collate "C" = any(${texts}) or id = any(${texts}))`,
        ])}`,
      }
    }
    default: {
      const found = contains(viewer, search, (words) => sql`furrow_search_invoices(${place}, ${words})`)
      return {
        columns: sql`id, coalesce(number, id) as name,
          coalesce(customer, account_number, title, funding_source) as text, issued_on as day, amount, currency`,
        from: sql`invoice where ${allOf([sql`source = ${place}`, sql`gone_at is null`, scope, found])}`,
        exact: sql`invoice where ${allOf([
          sql`source = ${place} and gone_at is null`,
          scope,
          sql`(number collate "C" = any(${texts}) or id = any(${texts}))`,
        ])}`,
      }
    }
  }
}

type Match = Found['rows'][number] & { count: number }

/** Matches are materialized, because a plan for the first few would expect them early in the table. */
async function findIn(
  tx: Executor,
  place: FindPlace,
  { columns, from, exact }: Place,
  search: string,
): Promise<Found> {
  const texts = textArray([search, search.toUpperCase()])
  const exactFirst =
    exact && sql`(select ${columns} from ${exact} order by day desc nulls last, id limit ${SHOWN}) union`
  const matches = await query<Match>(tx)`
    with matches as materialized (select ${columns} from ${from}),
      compared as materialized (select * from matches limit ${MOST + 1})
    select id, name, text, day::text as day, amount::text as amount, currency,
      (select count(*)::int from compared) as count
    from (${exactFirst ?? sql``} select * from compared) as found
    order by (name = any(${texts}) or id = any(${texts})) desc, starts_with(furrow_plain(name), furrow_plain(${search})) desc, day desc nulls last, id collate "C"
    limit ${SHOWN}`
  const count = matches[0]?.count ?? 0
  const rows = matches.map(({ count: _, ...row }) => row)
  return { place, count: Math.min(count, MOST), isMore: count > MOST, rows }
}
