import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { actionLabel, UNNAMED } from '#lib/audit/words.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import { type Executor, readSnapshot, rows } from '../db/client.ts'
import { requireRole, type Viewer } from '../people/viewer.ts'

const MAX_CHOICES = 200
type Choice = FilterOptions['options'][string][number]

/** The choices of the audit log's filters, the most frequent first, each with its number of events. For admins. */
export async function auditOptions(viewer: Viewer): Promise<FilterOptions> {
  requireRole(viewer, 'admin')
  return readSnapshot(viewer, async ({ tx, version }) => {
    const actors = await count(
      tx,
      sql`coalesce(actor_id, actor_kind)`,
      sql`coalesce(max(actor_name), max(actor_kind))`,
    )
    const actions = await count(tx, sql`action`, sql`action`)
    const options = {
      actor: actors.map((choice) => ({ ...choice, label: UNNAMED[choice.value] ?? choice.label })),
      action: actions.map((choice) => ({ ...choice, label: actionLabel(choice.value) })),
      outcome: await count(tx, sql`outcome`, sql`outcome`),
      subject: await count(tx, sql`subject`, sql`subject`),
    }
    return { options, snapshot: version }
  })
}

function count(tx: Executor, value: SQL, label: SQL): Promise<Choice[]> {
  return rows<Choice>(
    tx,
    sql`select ${value} as value, ${label} as label, count(*)::int as count from audit_event
      where ${value} is not null group by 1 order by 3 desc, 1 limit ${MAX_CHOICES}`,
  )
}
