import 'server-only'
import { weekNumber } from './time.ts'

export type NextNumber = ReturnType<typeof createNumbers>

/** Creates counters by name, e.g. per year; each starts at the `first` of its first call. */
export function createNumbers() {
  const last = new Map<string, number>()
  return (name: string, first: number): number => {
    const number = (last.get(name) ?? first - 1) + 1
    last.set(name, number)
    return number
  }
}

/**
 * Creates a store of drafts by week of creation. A week is complete once all earlier weeks have been added.
 */
export function createPending<Draft extends { createdAt: number }>() {
  const byWeek = new Map<number, Draft[]>()
  return {
    add(drafts: readonly Draft[]): void {
      for (const draft of drafts) {
        const week = weekNumber(draft.createdAt)
        const some = byWeek.get(week)
        if (some) some.push(draft)
        else byWeek.set(week, [draft])
      }
    },
    take(week: number): Draft[] {
      const drafts = byWeek.get(week) ?? []
      byWeek.delete(week)
      return drafts.sort((a, b) => a.createdAt - b.createdAt)
    },
  }
}

/** Creates a set of instants that are counted by binary search and sorted again only after additions. */
export function createInstants() {
  const added: number[] = []
  let sorted = new Float64Array()
  return {
    add(instants: readonly number[]): void {
      for (const instant of instants) added.push(instant)
    },
    countUntil(now: number): number {
      if (sorted.length !== added.length) sorted = Float64Array.from(added).sort()
      let low = 0
      let high = sorted.length
      while (low < high) {
        const middle = (low + high) >>> 1
        if ((sorted[middle] ?? 0) <= now) low = middle + 1
        else high = middle
      }
      return low
    },
  }
}
