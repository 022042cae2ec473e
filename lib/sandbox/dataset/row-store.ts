import 'server-only'
import { addDays, type Day, daysBetween } from '#lib/calendar-date.ts'

/** For longer ranges, scanning every row is cheaper than looking up each day. */
const MANY_DAYS = 400

export type Keyed = { key: string }

/** All rows of one resource, indexed by key and by day, with the changes that tests made. */
export type RowStore<Row extends Keyed> = {
  add(rows: readonly Row[]): void
  /** Returns every row, past and future, with changes applied; changed rows come last. */
  all(): readonly Row[]
  /** Returns the rows of a range of days, in no particular order; open ends are null. */
  between(from: Day | null, to: Day | null): readonly Row[]
  find(key: string): Row | null
  change(key: string, fields: Partial<Row>): void
  remove(key: string): void
  restore(key: string): void
  /** Increases with every addition and change. */
  revision(): number
}

/**
 * Creates an empty store.
 * @param daysOf returns every day under which a row must be found.
 */
export function createRowStore<Row extends Keyed>(daysOf: (row: Row) => readonly Day[]): RowStore<Row> {
  const rows: Row[] = []
  const byKey = new Map<string, Row>()
  const byDay = new Map<Day, Row[]>()
  const changed = new Map<string, Row | null>()
  let revision = 0

  function original(key: string): Row {
    const row = byKey.get(key)
    if (!row) throw new RangeError(`The sandbox has no row ${key}`)
    return row
  }

  function current(list: readonly Row[], isInside: (row: Row) => boolean): readonly Row[] {
    if (changed.size === 0) return list
    const untouched = list.filter((row) => !changed.has(row.key))
    const touched = [...changed.values()].filter((row) => row !== null && isInside(row))
    return [...untouched, ...touched.filter((row) => row !== null)]
  }

  function onDays(from: Day, to: Day): Row[] {
    const found: Row[] = []
    for (let day = from; day <= to; day = addDays(day, 1)) {
      const some = byDay.get(day)
      if (some) found.push(...some)
    }
    return found
  }

  return {
    add(added) {
      revision++
      for (const row of added) {
        rows.push(row)
        byKey.set(row.key, row)
        for (const day of new Set(daysOf(row))) {
          const some = byDay.get(day)
          if (some) some.push(row)
          else byDay.set(day, [row])
        }
      }
    },
    all: () => current(rows, () => true),
    between(from, to) {
      if (from === null || to === null || daysBetween(from, to) > MANY_DAYS) return current(rows, () => true)
      const isInside = (row: Row) => daysOf(row).some((day) => day >= from && day <= to)
      const list = onDays(from, to)
      return current(list.length === new Set(list).size ? list : [...new Set(list)], isInside)
    },
    find: (key) => (changed.has(key) ? (changed.get(key) ?? null) : (byKey.get(key) ?? null)),
    change(key, fields) {
      changed.set(key, { ...(changed.get(key) ?? original(key)), ...fields })
      revision++
    },
    remove(key) {
      original(key)
      changed.set(key, null)
      revision++
    },
    restore(key) {
      original(key)
      changed.delete(key)
      revision++
    },
    revision: () => revision,
  }
}
