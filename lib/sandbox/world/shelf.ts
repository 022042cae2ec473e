import 'server-only'
import { addDays, type Day, daysBetween } from '#lib/calendar-date.ts'

/** For longer ranges, scanning every row is cheaper than looking up each day. */
const MANY_DAYS = 400

export type Keyed = { key: string }

/** All facts of one resource, indexed by key and by day, with the changes that tests made. */
export type Shelf<Fact extends Keyed> = {
  add(facts: readonly Fact[]): void
  /** Returns every fact, past and future, with changes applied; changed facts come last. */
  all(): readonly Fact[]
  /** Returns the facts of a range of days, in no particular order; open ends are null. */
  between(from: Day | null, to: Day | null): readonly Fact[]
  find(key: string): Fact | null
  change(key: string, fields: Partial<Fact>): void
  remove(key: string): void
  restore(key: string): void
  /** Increases with every addition and change. */
  revision(): number
}

/**
 * Creates a shelf.
 * @param daysOf returns every day under which a fact must be found.
 */
export function createShelf<Fact extends Keyed>(daysOf: (fact: Fact) => readonly Day[]): Shelf<Fact> {
  const facts: Fact[] = []
  const byKey = new Map<string, Fact>()
  const byDay = new Map<Day, Fact[]>()
  const changed = new Map<string, Fact | null>()
  let revision = 0

  function original(key: string): Fact {
    const fact = byKey.get(key)
    if (!fact) throw new RangeError(`The sandbox has no row ${key}`)
    return fact
  }

  function current(list: readonly Fact[], isInside: (fact: Fact) => boolean): readonly Fact[] {
    if (changed.size === 0) return list
    const untouched = list.filter((fact) => !changed.has(fact.key))
    const touched = [...changed.values()].filter((fact) => fact !== null && isInside(fact))
    return [...untouched, ...touched.filter((fact) => fact !== null)]
  }

  function onDays(from: Day, to: Day): Fact[] {
    const found: Fact[] = []
    for (let day = from; day <= to; day = addDays(day, 1)) {
      const some = byDay.get(day)
      if (some) found.push(...some)
    }
    return found
  }

  return {
    add(added) {
      revision++
      for (const fact of added) {
        facts.push(fact)
        byKey.set(fact.key, fact)
        for (const day of new Set(daysOf(fact))) {
          const some = byDay.get(day)
          if (some) some.push(fact)
          else byDay.set(day, [fact])
        }
      }
    },
    all: () => current(facts, () => true),
    between(from, to) {
      if (from === null || to === null || daysBetween(from, to) > MANY_DAYS) return current(facts, () => true)
      const isInside = (fact: Fact) => daysOf(fact).some((day) => day >= from && day <= to)
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
