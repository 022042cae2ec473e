import 'server-only'
import { sql } from 'drizzle-orm'
import type { Day } from '#lib/calendar-date.ts'
import { invalidParameters, RequestError } from '#lib/errors.ts'
import type { Disappearance, DisappearanceAction, HeldBack } from '#lib/sources/care-schema.ts'
import type { Resource, Source } from '#lib/sources/sources.ts'
import { actAs, type Executor, rows } from '../db/client.ts'
import { requestWindows } from '../db/window-requests.ts'
import type { Viewer } from '../people/viewer.ts'
import { instantText } from '../predicates.ts'
import { requireConnected, requireOperator } from './acting.ts'
import { requireList } from './refresh.ts'

type Week = { source: Source; resource: Resource; from: Day }

/**
 * Confirms that so many rows of a window really are gone, or withdraws it before a reading has acted on it. A confirmed
 * window is read anew; rows that are still missing then leave lists and totals, and return if the source lists them again.
 * Throws 403 for a viewer who may not, 400 for a missing parameter, 409 where nothing is held back or it changed meanwhile.
 */
export async function settleDisappearance(
  viewer: Viewer,
  { source, action }: { source: Source; action: DisappearanceAction },
  asked: { resource: Resource | null; from: Day | null; rows: number | null },
  now: Date = new Date(),
): Promise<Disappearance> {
  requireOperator(viewer, 'settle a disappearance')
  requireConnected(source)
  const { resource, from, rows: count } = requireAll(asked)
  requireList(source, resource)
  const week = { source, resource, from }
  return actAs(viewer, async (tx) => {
    const held = (await readHeldBack(tx, source)).find(
      (each) => each.resource === resource && each.from === from,
    )
    if (!held) {
      const detail = 'Nothing is held back in this window: a reading may just have settled it.'
      throw new RequestError(409, 'nothing_held_back', detail)
    }
    const isWritten = await writeAnswer(tx, week, count, action === 'confirm' ? viewer.name : null)
    if (!isWritten) {
      const detail = `It is no longer ${count} rows that are missing, but ${held.rows}: look again.`
      throw new RequestError(409, 'changed_meanwhile', detail)
    }
    if (action === 'confirm') {
      const where = sql`source = ${source} and resource = ${resource} and from_day = ${from}`
      await requestWindows(tx, where, now)
    }
    const isConfirmed = action === 'confirm'
    const { resource: _, ...rest } = held
    return { heldBack: { ...rest, isConfirmed, confirmedBy: isConfirmed ? viewer.name : null } }
  })
}

function requireAll(asked: { resource: Resource | null; from: Day | null; rows: number | null }) {
  const { resource, from, rows: count } = asked
  const missing = Object.entries(asked).filter(([, value]) => value === null)
  if (resource === null || from === null || count === null)
    throw invalidParameters(missing.map(([param]) => ({ param, detail: 'must be given' })))
  return { resource, from, rows: count }
}

/** Out: false where it is not that many rows any more. */
async function writeAnswer(
  tx: Executor,
  { source, resource, from }: Week,
  count: number,
  by: string | null,
): Promise<boolean> {
  const answer = by === null ? {} : { isAccepted: true, acceptedBy: by }
  const written = await rows(
    tx,
    sql`
    update source_fact set value = value - 'isAccepted' - 'acceptedBy' || ${JSON.stringify(answer)}::jsonb
    where source = ${source} and resource = ${resource} and fact = ${`held_back:${from}`}
      and (value ->> 'rows')::int = ${count}
    returning 1`,
  )
  return written.length > 0
}

/** The disappearances of a source that wait for a person, or for the reading that acts on the answer. */
export function readHeldBack(tx: Executor, source: Source): Promise<(HeldBack & { resource: Resource })[]> {
  return rows(
    tx,
    sql`select fact.resource, from_day::text as "from", to_day::text as "to", (value ->> 'rows')::int as rows,
        (value ->> 'of')::int as of, coalesce(value ->> 'since', ${instantText(sql`fact.at`)}) as since,
        coalesce((value ->> 'isAccepted')::boolean, false) as "isConfirmed", value ->> 'acceptedBy' as "confirmedBy"
      from source_fact as fact join sync_window as held
        on held.source = fact.source and held.resource = fact.resource and fact.fact = 'held_back:' || from_day
      where fact.source = ${source} order by from_day desc`,
  )
}
