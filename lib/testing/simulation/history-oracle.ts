import 'server-only'
import type { HistoryLine, State } from './state.ts'
import type { World } from './world.ts'

/** Checks that every new history entry is a real change that lies in its interval. */
export function checkHistory(world: World, before: State, after: State): string[] {
  const last = before.history.at(-1)?.entry ?? 0
  const known = new Map<string, HistoryLine>()
  const wrong: string[] = []
  for (const line of after.history) {
    if (line.entry > last) wrong.push(...checkLine(world, line, known.get(line.id) ?? null))
    known.set(line.id, line)
  }
  for (const row of after.rows) {
    const status = 'state' in row ? row.state : row.status
    const line = known.get(row.id)
    if (line === undefined) wrong.push(`${row.id} has no history`)
    else if (line.status !== status)
      wrong.push(`the history of ${row.id} ends with ${line.status}, the row has ${status}`)
  }
  return wrong
}

function checkLine(world: World, line: HistoryLine, former: HistoryLine | null): string[] {
  const from = line.previous_seen_at === null ? Number.NEGATIVE_INFINITY : Date.parse(line.previous_seen_at)
  const to = Date.parse(line.seen_at)
  const where = `history of ${line.id} (${line.previous_seen_at ?? 'ever'}, ${line.seen_at}]`
  if (from >= to) return [`${where}: the interval is empty`]
  if (to > world.now) return [`${where}: ends in the future`]
  const row = world.rows.find(({ id }) => id === line.id)
  if (row === undefined) return [`${where}: there never was such a row`]
  const shown = world.during(row, from, to)
  const statuses = shown.flatMap(({ content }) => (content === null ? [] : [content.status]))
  if (!statuses.includes(line.status)) return [`${where}: it never was ${line.status} then`]
  if (former === null)
    return line.previous_seen_at === null ? [] : [`${where}: the first entry has a former reading`]
  if (former.status === line.status) return [`${where}: an entry without a change`]
  // Reports that show rows as of their day may show a status that ended long ago.
  if (world.nature.kind === 'payment-links' && world.nature.isReportAsOf) return []
  // A row kept over an equal version may have been read after the source stopped showing that status.
  const versions = new Set(shown.map(({ content }) => content?.updatedAt))
  const isKept =
    world.nature.kind === 'payment-links' &&
    row.versions.some(({ content }) => content?.status === former.status && versions.has(content?.updatedAt))
  return isKept || statuses.includes(former.status)
    ? []
    : [`${where}: it no longer was ${former.status} then`]
}
