import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { actionLabel, unnamedActors } from '#lib/audit/words.ts'
import { invalidParameter } from '#lib/errors.ts'
import { containsWords } from '#lib/plain-text.ts'
import { type Executor, query, readSnapshot } from '#lib/server/db/client.ts'
import { holdsWords } from '#lib/server/lists/predicates.ts'
import { requireRole, type Viewer } from '#lib/server/viewer.ts'
import { english } from '#lib/server/words/words.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'

const MAX_CHOICES = 200
type Choice = FilterOptions['options'][string][number]
type Counted = Choice & { total: number }
/** `find` is the SQL expression that a search is matched against, or null if the labels are searched. */
type Facet = { value: SQL; label: SQL; find: SQL | null; toLabel: (choice: Choice) => string }

const asItIs = ({ label }: Choice) => label
const FACETS = {
  actor: {
    value: sql`coalesce(actor_id, actor_kind)`,
    label: sql`coalesce(max(actor_name), max(actor_kind))`,
    find: sql`concat_ws(chr(1), actor_name, actor_id, actor_kind)`,
    toLabel: ({ value, label }) => unnamedActors(english('audit'))[value] ?? label,
  },
  action: {
    value: sql`action`,
    label: sql`action`,
    find: null,
    toLabel: ({ value }) => actionLabel(value, english('audit')),
  },
  outcome: { value: sql`outcome`, label: sql`outcome`, find: null, toLabel: asItIs },
  subject: { value: sql`subject`, label: sql`subject`, find: sql`subject`, toLabel: asItIs },
} as const satisfies Record<string, Facet>
type FacetName = keyof typeof FACETS
export const AUDIT_FACETS = Object.keys(FACETS) as FacetName[]

type FacetQuery = { filter: FacetName | null; find: string | null }

/**
 * Returns the values of the audit log's filters, the 200 most frequent of each, with their event counts.
 * `more` gives the number of values of a filter that has more than 200.
 * @throws RequestError 400 for `find` without `filter`, 403 for anyone but an admin
 */
export async function auditOptions(
  viewer: Viewer,
  { filter, find }: FacetQuery = { filter: null, find: null },
): Promise<FilterOptions> {
  requireRole(viewer, 'admin')
  if (find !== null && filter === null)
    throw invalidParameter('find', 'searches the choices of one filter: give it as filter')
  return readSnapshot(viewer, async ({ tx, version }) => {
    const options: FilterOptions['options'] = {}
    const more: FilterOptions['more'] = {}
    for (const name of filter === null ? AUDIT_FACETS : [filter]) {
      const { choices, total } = await count(tx, FACETS[name], find)
      options[name] = choices
      if (total > MAX_CHOICES) more[name] = { total, find: `/api/admin/audit/options?filter=${name}` }
    }
    return { options, more, snapshot: version }
  })
}

async function count(
  tx: Executor,
  facet: Facet,
  find: string | null,
): Promise<{ choices: Choice[]; total: number }> {
  const whereFound = find === null || facet.find === null ? sql`true` : holdsWords(facet.find, find)
  const counted = await query<Counted>(tx)`
    select ${facet.value} as value, ${facet.label} as label, count(*)::int as count, (count(*) over ())::int as total
      from audit_event where ${facet.value} is not null and ${whereFound}
      group by 1 order by 3 desc, 1 limit ${MAX_CHOICES}`
  const named = counted.map(({ total: _, ...choice }) => ({ ...choice, label: facet.toLabel(choice) }))
  if (find === null || facet.find !== null) return { choices: named, total: counted[0]?.total ?? 0 }
  const choices = named.filter(({ label }) => containsWords([label], find))
  return { choices, total: choices.length }
}
