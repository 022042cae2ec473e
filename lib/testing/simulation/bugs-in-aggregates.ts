import 'server-only'
import { addDays } from '#lib/calendar-date.ts'
import type { Executor } from '#lib/server/db/client.ts'
import type { MirrorTable } from '#lib/server/sync/tables.ts'
import type { Bug } from './bug.ts'
import { withColumn, withFormerRows } from './other-tables.ts'

const CONTRACTS = { source: 'hello-tractor', resource: 'billing-periods', fact: 'contracts' } as const

/** Mistakes in sums by day, week and year. */
export const AGGREGATE_BUGS: readonly Bug[] = [
  {
    name: 'the day that a row leaves is not added up again',
    replaces: {
      'sync/changes.ts': {
        changedDays: (real) => (changes, stored) => {
          const days = real({ ...changes, written: [] }, stored)
          for (const { day } of changes.written) days.add(day)
          return days
        },
      },
    },
  },
  {
    name: 'the day of a row that is gone is not added up again',
    replaces: {
      'sync/changes.ts': {
        changedDays: (real) => (changes, stored) => real({ ...changes, gone: [] }, stored),
      },
    },
  },
  {
    name: 'gone rows are counted in the aggregates',
    replaces: refreshed(({ table }, tx, run) =>
      withColumn(tx, { table, name: 'gone_at', value: 'null::timestamptz' }, run),
    ),
  },
  {
    name: 'the week of a day that empties keeps what it held',
    replaces: refreshed(({ table }, tx, run) => {
      const withWeeks = () => withFormerRows(tx, `${table}_week`, isEmptied(`${table}_week`), run)
      return withFormerRows(tx, `${table}_year`, isEmptied(`${table}_year`), withWeeks)
    }),
  },
  {
    name: 'a week holds the day after it as well',
    replaces: {
      'lists/aggregates.ts': {
        spanOf: (real) => (level, day) => {
          const { from, before } = real(level, day)
          return { from, before: addDays(before, 1) }
        },
      },
    },
  },
  {
    name: 'years are not added up again',
    replaces: refreshed(({ table }, tx, run) => withFormerRows(tx, `${table}_year`, 'true', run)),
  },
  {
    name: 'weeks without a day are not added up again',
    replaces: refreshed(({ table }, tx, run) => {
      const withWeeks = () => withFormerRows(tx, `${table}_week`, 'day is null', run)
      return withFormerRows(tx, `${table}_year`, 'day is null', withWeeks)
    }),
  },
  {
    name: 'the sums of a week that empties stay',
    replaces: refreshed((_, tx, run) =>
      withFormerRows(tx, 'collection_week', isEmptied('collection_week'), run),
    ),
  },
  {
    name: 'weeks of which several days change keep what was collected before',
    replaces: {
      'sync/collected-ages.ts': {
        recordAges: (real) => (tx, run) => real(tx, run.days.size > 1 ? { ...run, days: new Set() } : run),
      },
    },
  },
  {
    name: 'the contract that a row leaves is not added up again',
    replaces: {
      'sync/changes.ts': {
        changedContracts: (real) => (changes, stored) =>
          new Set([
            ...real({ ...changes, written: [] }, stored),
            ...changes.written.map(({ columns }) => columns.contract ?? null),
          ]),
      },
    },
  },
  {
    name: 'periods without a contract are not added up again',
    replaces: {
      'sync/contracts.ts': {
        refreshContracts: (real) => (tx, names, day) =>
          real(tx, new Set([...names].filter((name) => name !== null)), day),
      },
    },
  },
  {
    name: 'contracts that a new day changes stay as they were',
    replaces: {
      'sync/contracts.ts': {
        refreshContracts:
          (real) =>
          async (tx, names, { today, now }) => {
            const { contractsState } = await import('#lib/server/sync/contracts.ts')
            const { writeFact } = await import('#lib/server/sync/facts.ts')
            const known = await contractsState(tx)
            if (known !== null && known.day < today)
              await writeFact(tx, CONTRACTS, { ...known, day: today }, now)
            await real(tx, names, { today, now })
          },
      },
    },
  },
  {
    name: 'the log of standings keeps what a contract was on the day before',
    replaces: {
      'sync/contract-standings.ts': {
        writeStandings: (real) => (tx, day, where) => real(tx, addDays(day, -1), where),
      },
    },
  },
  {
    name: 'aggregates that a former release left stay as they are',
    replaces: { 'sync/check-aggregates.ts': { repairAggregates: () => async () => 0 } },
  },
  {
    name: 'weeks that a former release left are not compared with their days',
    replaces: {
      'sync/derived-aggregates.ts': {
        derivations: (real) => (table, own, within) =>
          real(table, own, within).filter(({ level }) => level !== 'week'),
      },
    },
  },
  {
    name: 'sums over all funding sources that a former release left are not compared',
    replaces: { 'sync/derived-aggregates.ts': { differingCollections: () => async () => [] } },
  },
  {
    name: 'what was collected of a week is not compared after a former release',
    replaces: { 'sync/collected-ages.ts': { differingAges: () => async () => [] } },
  },
  {
    name: 'what has no day is not compared after a former release',
    replaces: {
      'sync/check-aggregates.ts': {
        repairAggregates: (real) => async (db, list, day, moment) =>
          day === null ? 0 : real(db, list, day, moment),
      },
    },
  },
]

/** Does something around each recalculation of aggregates. */
function refreshed(
  around: (table: MirrorTable, tx: Executor, run: () => Promise<void>) => Promise<void>,
): Bug['replaces'] {
  return {
    'sync/aggregates.ts': {
      refreshAggregates: (real) => (tx, table, source, days) =>
        around(table, tx, () => real(tx, table, source, days)),
    },
  }
}

/** SQL condition for rows whose day has no row in an aggregate any more. */
function isEmptied(table: string): string {
  return `day not in (select kept.day from ${table} as kept where kept.day is not null)`
}
