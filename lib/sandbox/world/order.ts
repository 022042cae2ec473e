import 'server-only'
import { weekNumber } from './time.ts'

/** Counters by name, e.g. per year; each starts at `first`. */
export type Numbers = { next(name: string, first: number): number }

/** Creates counters by name; each starts at the `first` of its first call. */
export function createNumbers(): Numbers {
  const last = new Map<string, number>()
  return {
    next(name, first) {
      const number = (last.get(name) ?? first - 1) + 1
      last.set(name, number)
      return number
    },
  }
}

/** Drafts kept until the week of their creation. */
export type Pending<Draft> = { add(drafts: readonly Draft[]): void; take(week: number): Draft[] }

/**
 * Creates a store of drafts by week of creation. A week is complete once all earlier weeks have been added.
 */
export function createPending<Draft extends { createdAt: number }>(): Pending<Draft> {
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

export type Instants = { add(instants: readonly number[]): void; countUntil(now: number): number }

/** Creates a set of instants that are counted by binary search and sorted again only after additions. */
export function createInstants(): Instants {
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
