import 'server-only'
import { tableOf } from '#lib/server/sync/tables.ts'
import type { State } from './state.ts'
import type { World } from './world.ts'

/** Checks that the former versions in `after` give back the rows of each earlier state exactly. */
export function checkVersions(world: World, earlier: readonly State[], after: State): string[] {
  const { versioned } = tableOf(world.nature.resource)
  const known = (row: { id: string } & Readonly<Record<string, unknown>>) =>
    JSON.stringify([row.id, ...versioned.map((name) => row[name])])
  const empty = after.versions.filter(({ previous_seen_at, seen_at }) => previous_seen_at >= seen_at)
  return [
    ...empty.map(({ id }) => `a version of ${id} was last seen after the change that ended it`),
    ...earlier.flatMap((state) => {
      const stored = state.rows.map(known).sort()
      const rebuilt = rowsAt(after, lastWrite(state)).map(known).sort()
      if (JSON.stringify(stored) === JSON.stringify(rebuilt)) return []
      const lost = stored.filter((row) => !rebuilt.includes(row))
      const invented = rebuilt.filter((row) => !stored.includes(row))
      return [`version ${state.version} had ${lost.join(', ')}, the history gives ${invented.join(', ')}`]
    }),
  ]
}

/** When the last of a state's rows was written; the empty text: none was. */
function lastWrite({ rows, versions }: State): string {
  const written = [...rows.map((row) => row.recorded_from ?? ''), ...versions.map((row) => row.recorded_to)]
  return written.reduce((last, at) => (at > last ? at : last), '')
}

/** The rows as they were stored at an instant. Instants are texts of PostgreSQL in UTC, which sort by time. */
function rowsAt({ rows, versions }: State, at: string) {
  const current = rows.filter(({ recorded_from: from }) => from === null || from <= at)
  const former = versions.filter(
    ({ recorded_from: from, recorded_to: to }) => (from === null || from <= at) && at < to,
  )
  return [...current, ...former]
}
