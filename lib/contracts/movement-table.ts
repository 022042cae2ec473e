import { sumMoney } from '#lib/money.ts'
import { type MoveChoice, movesOf, STANDINGS_NOW, STANDINGS_THEN } from './movement.ts'
import { BEHIND } from './rules.ts'
import type { MovementCell } from './schema.ts'

/** How many contracts, and what they have outstanding; null without a currency. */
export type Moved = { count: number; outstanding: string | null }

/** The table of one currency. */
export type MovementTable = {
  currency: string | null
  all: Moved
  /** Rows and columns with a contract, and all numbers of weeks. */
  rows: readonly (typeof STANDINGS_THEN)[number][]
  columns: readonly (typeof STANDINGS_NOW)[number][]
  /** The contracts of a cell, a row, a column or a named move. */
  of: (choice: MoveChoice) => Moved
  fundingSources: readonly { fundingSource: string | null; all: Moved; of: (choice: MoveChoice) => Moved }[]
}

/** Returns a table for each currency of the cells, in the given order of currencies; others follow. */
export function movementTables(
  cells: readonly MovementCell[],
  currencies: readonly string[],
): MovementTable[] {
  const place = (currency: string | null) => {
    const at = currencies.findIndex((one) => one === currency)
    return at < 0 ? currencies.length : at
  }
  const groups = [...Map.groupBy(cells, ({ currency }) => currency)]
  return groups.toSorted(([a], [b]) => place(a) - place(b)).map(([currency, own]) => tableOf(currency, own))
}

function tableOf(currency: string | null, cells: readonly MovementCell[]): MovementTable {
  const isWeeks = (standing: string) => BEHIND.some((weeks) => weeks === standing)
  const groups = [...Map.groupBy(cells, ({ fundingSource }) => fundingSource)]
  return {
    currency,
    all: added(cells, currency),
    rows: STANDINGS_THEN.filter((then) => isWeeks(then) || cells.some((cell) => cell.before === then)),
    columns: STANDINGS_NOW.filter((now) => isWeeks(now) || cells.some((cell) => cell.now === now)),
    of: chooser(cells, currency),
    fundingSources: groups.map(([fundingSource, own]) => ({
      fundingSource,
      all: added(own, currency),
      of: chooser(own, currency),
    })),
  }
}

function chooser(cells: readonly MovementCell[], currency: string | null): (choice: MoveChoice) => Moved {
  return (choice) => {
    const moves = new Set<string>(movesOf(choice))
    return added(
      cells.filter(({ before, now }) => moves.has(`${before}-to-${now}`)),
      currency,
    )
  }
}

function added(cells: readonly MovementCell[], currency: string | null): Moved {
  return {
    count: cells.reduce((sum, { count }) => sum + count, 0),
    outstanding: currency === null ? null : sumMoney(cells.flatMap(({ outstanding }) => outstanding ?? [])),
  }
}
