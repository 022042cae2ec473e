import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import { sql } from 'drizzle-orm'
import type { Database } from '#lib/server/db/client.ts'
import type { Run } from '#lib/server/sync/apply.ts'
import type { Changes, StoredRow } from '#lib/server/sync/changes.ts'
import type { RunStamp } from '#lib/server/sync/run-stamp.ts'
import type { Bug } from './bug.ts'

type Stored = ReadonlyMap<string, StoredRow>

/** The pool of the run that is applied, outside of its transaction. */
const pool = new AsyncLocalStorage<Database>()
/** Transactions that wrote more than two rows. */
const large = new WeakSet<object>()

/** Mistakes in what a run writes. */
export const WRITING_BUGS: readonly Bug[] = [
  {
    name: 'the window is stamped before its rows are written',
    replaces: {
      'sync/apply.ts': {
        applyRun: (real) => async (db, run) => {
          const { stampRun } = await import('#lib/server/sync/run-stamp.ts')
          return real(db, { ...run, window: await stampRun(db, earlyStamp(run)) })
        },
      },
    },
  },
  {
    name: 'rows are written outside of the transaction',
    replaces: {
      'sync/apply.ts': { applyRun: (real) => (db, run) => pool.run(db, () => real(db, run)) },
      'sync/write.ts': {
        upsertRows: (real) => (tx, table, source, rows, times) =>
          real(pool.getStore() ?? tx, table, source, rows, times),
      },
    },
  },
  {
    name: 'a partial walk makes rows disappear',
    replaces: {
      'sync/changes.ts': {
        compareRows: (real) => (run, stored) => real({ ...run, isWholeChecked: true }, stored),
      },
    },
  },
  {
    name: 'a row is gone after one run without it',
    replaces: compared((changes) => ({ gone: [...changes.gone, ...changes.missing] })),
  },
  {
    name: 'a row that reappears is not revived',
    replaces: compared(({ written, touched }, stored) => {
      const unrevived = written.filter((row) => {
        const former = stored.get(row.id)
        return former?.isGone && former.contentHash === row.contentHash
      })
      return {
        written: written.filter((row) => !unrevived.includes(row)),
        touched: [...touched, ...unrevived.filter(({ id }) => stored.get(id)?.isMissing)],
      }
    }),
  },
  {
    name: 'a row seen again stays missing',
    replaces: compared(({ touched }, stored) => ({
      touched: touched.filter(({ id, windowFrom }) => stored.get(id)?.windowFrom !== windowFrom),
    })),
  },
  {
    name: 'a gone row is still counted by its window',
    replaces: {
      'sync/changes.ts': {
        countWindow: (real) => (fromDay, stored, changes, unsettled) =>
          real(fromDay, stored, { ...changes, gone: [] }, unsettled),
      },
    },
  },
  {
    name: 'a window counts the rows of its neighbours',
    replaces: {
      'sync/changes.ts': {
        countWindow: (real) => (fromDay, stored, changes, unsettled) =>
          real(fromDay, eachOf(stored, { windowFrom: fromDay }), changes, unsettled),
      },
    },
  },
  {
    name: 'a moved row is called missing by its former window',
    replaces: compared(({ written, touched }, stored) => ({
      written: written.map((row) => ({ ...row, windowFrom: (stored.get(row.id) ?? row).windowFrom })),
      touched: touched.flatMap(({ id }) => {
        const former = stored.get(id)
        return former?.isMissing ? [{ id, windowFrom: former.windowFrom }] : []
      }),
    })),
  },
  {
    name: 'the interval of a status change begins at the last run, whatever it saw',
    replaces: {
      'sync/apply.ts': {
        applyRun: (real) => (db, run) =>
          real(db, { ...run, window: { ...run.window, lastCompleteAt: run.window.lastRunAt } }),
      },
    },
  },
  {
    name: 'a status change leaves no history',
    replaces: {
      'sync/write.ts': {
        appendHistory: (real) => (tx, list, entries, seenAt) =>
          real(
            tx,
            list,
            entries.filter(({ previousSeenAt }) => previousSeenAt === null),
            seenAt,
          ),
      },
    },
  },
  {
    name: 'a version keeps the columns that the row itself has, and not its funding source',
    replaces: {
      'sync/write.ts': {
        upsertRows: (real) => (tx, table, source, rows, times) =>
          real(tx, { ...table, versioned: Object.keys(table.columns) }, source, rows, times),
      },
    },
  },
  {
    name: 'a row that is gone leaves no version',
    replaces: {
      'sync/write.ts': {
        markGone:
          () =>
          async (tx, table, source, ids, { startedAt }) => {
            const ofSource = table.hasSource ? sql`source = ${source}` : sql`true`
            await tx.execute(sql`update ${sql.raw(table.table)} set gone_at = ${startedAt}
            where id = any(${sql.param([...ids])}::text[]) and ${ofSource}`)
          },
      },
    },
  },
  {
    name: 'a stale run is applied',
    replaces: {
      'sync/run-stamp.ts': {
        lockWindow: (real) => async (tx, window) => ({ ...(await real(tx, window)), isOurs: true }),
      },
    },
  },
  {
    name: 'unchanged rows are written',
    replaces: {
      'sync/changes.ts': {
        compareRows: (real) => (run, stored) => real(run, eachOf(stored, { contentHash: '' })),
      },
    },
  },
  {
    name: 'the version of the mirror stands still',
    replaces: {
      'sync/write.ts': {
        upsertRows: (real) => (tx, table, source, rows, times) => {
          if (rows.length > 2) large.add(tx)
          return real(tx, table, source, rows, times)
        },
      },
      'sync/run-stamp.ts': {
        moveVersion: (real) => async (tx, list) => (large.has(tx) ? real(tx, list) : '1'),
      },
    },
  },
  {
    name: 'a failed run passes for an applied one',
    replaces: {
      'sync/run-stamp.ts': {
        stampFailure: (real) => async (db, window, failure) => {
          const stamped = await real(db, window, failure)
          const { source, resource, fromDay } = window
          if (stamped !== null)
            await db.execute(sql`update sync_window set last_run_at = ${failure.startedAt.toISOString()}
              where source = ${source} and resource = ${resource} and from_day = ${fromDay}`)
          return stamped
        },
      },
    },
  },
  {
    name: 'so many rows disappear at once and nobody is asked',
    replaces: {
      'sync/mass.ts': {
        isMassDisappearance: () => () => false,
        isMassLoss: () => () => false,
        isMassOfList: () => async () => false,
      },
    },
  },
  {
    name: 'an empty list empties a small window and nobody is asked',
    replaces: { 'sync/mass.ts': { isMassOfList: () => async () => false } },
  },
]

/** Replaces some of the changes that a run is found to make. */
function compared(spoil: (changes: Changes, stored: Stored) => Partial<Changes>): Bug['replaces'] {
  return {
    'sync/changes.ts': {
      compareRows: (real) => (run, stored) => {
        const changes = real(run, stored)
        return { ...changes, ...spoil(changes, stored) }
      },
    },
  }
}

/** Returns the stored rows with the given fields in each of them. */
function eachOf(stored: Stored, fields: Partial<StoredRow>): Stored {
  return new Map([...stored].map(([id, row]) => [id, { ...row, ...fields }]))
}

/** The stamp of a run whose rows are not compared yet. */
function earlyStamp({ window, reading, startedAt, readAt, dueAt }: Run): RunStamp {
  return {
    window,
    startedAt,
    readAt,
    dueAt: dueAt.settled,
    isChanged: false,
    reasons: reading.reasons,
    attributionFaults: [],
    upstreamCount: reading.upstreamCount,
    upstreamListed: reading.listedCount,
    checksum: '',
    rows: sql`rows`,
    unsettled: sql`unsettled`,
  }
}
