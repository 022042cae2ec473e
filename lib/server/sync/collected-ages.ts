import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { addDays, type Day, dayInZone } from '#lib/calendar-date.ts'
import { ageOnDay, MOST_AGE } from '#lib/collections/week-age.ts'
import { type Executor, rows } from '#lib/server/db/client.ts'
import { weekStart } from '#lib/week.ts'
import type { Changes, StoredRow } from './changes.ts'
import type { PlannedWindow } from './plan.ts'
import { lastSeenAt } from './write-changes.ts'

/** A run of billing periods whose changes and weekly sums are written. */
type AgedRun = {
  window: PlannedWindow
  isComplete: boolean
  recordedAt: Date
  timeZone: string
  changes: Changes
  stored: ReadonlyMap<string, StoredRow>
  /** The days that the run changed. */
  days: ReadonlySet<Day | null>
}

/**
 * Records by how much the collected amounts of billing weeks changed at the age that the weeks have now. A change that
 * may have happened at an earlier age keeps both.
 */
export async function recordAges(tx: Executor, run: AgedRun): Promise<void> {
  const today = dayInZone(run.recordedAt, run.timeZone)
  await recordUncertain(tx, run, today)
  const weeks = new Set([...run.days].flatMap((day) => (day === null ? [] : weekStart(day))))
  if (run.isComplete && (await beginObserved(tx, run))) weeks.add(run.window.fromDay)
  await recordCertain(tx, [...weeks], today)
}

/**
 * Returns the weeks, of those that are still followed, for which what is stored does not add up to what is collected.
 * @param within makes the condition that restricts a column of days to the compared part
 */
export async function differingAges(
  tx: Executor,
  within: (column: string) => SQL,
  today: Day,
): Promise<Day[]> {
  const oldest = addDays(weekStart(today), -7 * (MOST_AGE + 1))
  const sums = sql`currency, funding_source, sum(count), sum(amount), sum(unknown_amounts)`
  const kept = sql`select week as day, ${sums} from collected_age where ${within('week')} and week >= ${oldest}
    group by 1, 2, 3 having sum(count) <> 0 or sum(amount) <> 0 or sum(unknown_amounts) <> 0`
  const derived = sql`select day, ${sums} from billing_period_week
    where status = 'PAYMENT_COMPLETE' and ${within('day')} and day >= ${oldest} group by 1, 2, 3`
  const found = await rows<{ day: Day }>(
    tx,
    sql`select distinct day::text as day
      from (((${kept}) except (${derived})) union all ((${derived}) except (${kept}))) as differing`,
  )
  return found.map(({ day }) => day)
}

/**
 * Records what is collected of the given weeks at the age that they have now, and forgets what was observed before:
 * nothing tells which part of it is right.
 */
export async function observeAnew(
  tx: Executor,
  weeks: readonly Day[],
  { today, now }: { today: Day; now: Date },
): Promise<void> {
  const given = sql`any(${sql.param(weeks)}::date[])`
  await tx.execute(sql`delete from collected_age where week = ${given}`)
  await recordCertain(tx, weeks, today)
  await tx.execute(sql`update sync_window set first_complete_at = ${now.toISOString()}
    where resource = 'billing-periods' and from_day = ${given} and first_complete_at is not null`)
}

/** Stores when a week was first read completely. Returns false if that is known already. */
async function beginObserved(tx: Executor, { window, recordedAt }: AgedRun): Promise<boolean> {
  const begun = await rows(
    tx,
    sql`update sync_window set first_complete_at = ${recordedAt.toISOString()}
      where source = ${window.source} and resource = ${window.resource} and from_day = ${window.fromDay}
        and first_complete_at is null returning from_day`,
  )
  return begun.length > 0
}

/**
 * Stores, for each week, what is collected now less all that is stored for earlier ages and for changes of uncertain
 * age. What is stored for a later age came from a clock that has since been corrected.
 */
async function recordCertain(tx: Executor, weeks: readonly Day[], today: Day): Promise<void> {
  const ages = weeks.map((week) => ({ week, age: Math.max(0, ageOnDay(week, today)) }))
  const followed = ages.filter(({ age }) => age <= MOST_AGE)
  if (followed.length === 0) return
  const given = sql`unnest(${sql.param(followed.map(({ week }) => week))}::date[],
    ${sql.param(followed.map(({ age }) => age))}::int[]) as given (of_week, of_age)`
  const sums = sql`currency, funding_source, count, amount, unknown_amounts`
  await tx.execute(sql`
    with stale as (delete from collected_age using ${given}
      where week = of_week and (age > of_age or (age = of_age and since_age = of_age)))
    insert into collected_age (week, since_age, age, currency, funding_source, count, amount, unknown_amounts, changes)
    select of_week, of_age, of_age, currency, funding_source, sum(count), sum(amount), sum(unknown_amounts), 0
    from (
      select of_week, of_age, ${sums} from billing_period_week join ${given} on day = of_week
        where status = 'PAYMENT_COMPLETE'
      union all select of_week, of_age, currency, funding_source, -count, -amount, -unknown_amounts
        from collected_age join ${given} on week = of_week
        where age < of_age or (age = of_age and since_age < of_age)
    ) as parts
    group by of_week, of_age, currency, funding_source
    having sum(count) <> 0 or sum(amount) <> 0 or sum(unknown_amounts) <> 0`)
}

/** Stores the changes whose interval holds the end of a week's age, by the ages at both ends of the interval. */
async function recordUncertain(tx: Executor, run: AgedRun, today: Day): Promise<void> {
  const { window, changes, stored, timeZone, recordedAt } = run
  const monday = weekStart(today)
  const isEarlier = (instant: string | number) => dayInZone(new Date(instant), timeZone) < monday
  const formerIds = changes.written.flatMap(({ id }) => {
    const former = stored.get(id)
    return former !== undefined && isEarlier(lastSeenAt(window, former)) ? [id] : []
  })
  const { lastCompleteAt } = window
  const newIds =
    lastCompleteAt !== null && isEarlier(lastCompleteAt)
      ? changes.written.flatMap(({ id }) => (stored.has(id) ? [] : [id]))
      : []
  if (formerIds.length + newIds.length + changes.gone.length === 0) return
  const weekOf = (day: string) => sql.raw(`${day} - (${day} - date '0001-01-01') % 7`)
  const paid = (row: string) => sql.raw(`${row}.status = 'PAYMENT_COMPLETE' and ${row}.gone_at is null`)
  await tx.execute(sql`
    with changed as (
      select version.previous_seen_at as since, id, ${paid('version')} and version.start_date is not null as was_paid,
        ${weekOf('version.start_date')} as was_week, version.currency as was_currency,
        version.funding_source as was_source, version.amount as was_amount
      from billing_period_version as version
      where id = any(${sql.param([...formerIds, ...changes.gone])}::text[])
        and version.recorded_to >= ${recordedAt.toISOString()}::timestamptz
      union all select ${lastCompleteAt === null ? null : new Date(lastCompleteAt).toISOString()}::timestamptz, id, false,
        null, null, null, null from unnest(${sql.param(newIds)}::text[]) as new (id)
    ), sides as (
      select since, was_paid, was_week, was_currency, was_source, was_amount,
        ${paid('own')} and own.start_date is not null as is_paid, ${weekOf('own.start_date')} as is_week,
        own.currency as is_currency, own.funding_source as is_source, own.amount as is_amount
      from changed join billing_period as own using (id)
    ), parts as (
      select since, was_week as week, was_currency as currency, was_source as funding_source, -1 as sign, was_amount as amount
        from sides where was_paid and (not is_paid
          or (was_week, was_currency, was_source, was_amount) is distinct from (is_week, is_currency, is_source, is_amount))
      union all select since, is_week, is_currency, is_source, 1, is_amount
        from sides where is_paid and (not was_paid
          or (was_week, was_currency, was_source, was_amount) is distinct from (is_week, is_currency, is_source, is_amount))
    ), aged as (
      select *, greatest(0, (date_trunc('week', since at time zone ${timeZone})::date - week) / 7 - 1) as since_age,
        least(${MOST_AGE + 1}, greatest(0, (${monday}::date - week) / 7 - 1)) as age
      from parts
    )
    insert into collected_age (week, since_age, age, currency, funding_source, count, amount, unknown_amounts, changes)
    select week, since_age, age, currency, funding_source, sum(sign), coalesce(sum(sign * amount), 0),
      coalesce(sum(sign) filter (where amount is null), 0), count(*)
    from aged where since_age < age
    group by week, since_age, age, currency, funding_source`)
}
