import 'server-only'
import type { RunFacts } from './run-facts.ts'
import type { State, StateWindow } from './state.ts'
import type { Content, World } from './world.ts'

/** Checks that a filter gave a row only a funding source or currency that the row once had. */
export function checkAttribution(world: World, after: State): string[] {
  return after.rows.flatMap((row) => {
    const versions = world.rows.find(({ id }) => id === row.id)?.versions ?? []
    if (row.currency !== null && !versions.some(({ content }) => content?.currency === row.currency))
      return [`${row.id} was given the currency ${row.currency} on a doubtful claim`]
    if (row.assignment !== 'filter')
      return row.assignment === 'row' || row.funding_source === null
        ? []
        : [`${row.id} is ${row.assignment} and has a funding source`]
    return versions.some(({ content }) => content && isClaimedBy(world, content, row.funding_source))
      ? []
      : [`${row.id} was given to ${row.funding_source} on a doubtful claim`]
  })
}

function isClaimedBy(world: World, content: Content, fund: string | null): boolean {
  return content.fund === fund || (fund !== null && world.isSharedWith(content, fund))
}

/** Checks that nothing is lost that filters gave a row and would still give. */
export function checkKept(world: World, before: State, after: State): string[] {
  const now = new Map(after.rows.map((row) => [row.id, row]))
  return before.rows.flatMap((row) => {
    const next = now.get(row.id)
    const each = world.rows.find(({ id }) => id === row.id)
    const content = each && world.current(each)
    if (next === undefined || next.gone_at !== null || !content) return []
    const isFundLost = next.assignment === 'unassigned' && row.funding_source === content.fund
    const wrong: string[] = []
    if (isFundLost && row.assignment === 'filter') wrong.push(`${row.id} lost its funding source`)
    if (next.currency === null && row.currency === content.currency) wrong.push(`${row.id} lost its currency`)
    return wrong
  })
}

/**
 * Checks that a row that still belongs to its funding source leaves that scope only if its window says so. If
 * the upstream changed during the run, only rows claimed by several are checked, because shifting lists may
 * leave out any other row.
 */
export function checkShrinking(
  world: World,
  before: State,
  after: State,
  { window, run }: { window: StateWindow; run: RunFacts },
): string[] {
  if (window.state !== 'complete' || window.attribution_faults !== null) return []
  const hasRested = world.changes === run.changesAtStart
  const now = new Map(after.rows.map((row) => [row.id, row]))
  return before.rows.flatMap((row) => {
    const next = now.get(row.id)
    const each = world.rows.find(({ id }) => id === row.id)
    const content = each && world.current(each)
    const isStillOwn = row.assignment === 'filter' && content?.fund === row.funding_source
    const isListed = next !== undefined && next.gone_at === null && next.window_from === window.from_day
    return isStillOwn &&
      isListed &&
      (hasRested ? next.funding_source === null : next.assignment === 'ambiguous')
      ? [`${row.id} left the scope of ${row.funding_source} and the window says nothing`]
      : []
  })
}

/**
 * Checks the withheld row, which the filter of its funding source counts but does not list. The mirror must
 * not conclude that the row has left, because that walk is faulty. Skipped where other wrong answers can make
 * counts fit lists without the row.
 */
export function checkWithheld(world: World, before: State, after: State, run: RunFacts): string[] {
  const { wrongs, configuredFunds } = world.nature
  const each = world.rows.find(({ id }) => id === world.withheld)
  const content = each && world.current(each)
  if (!content || wrongs === 'filters' || wrongs === 'empty') return []
  const hasChanged = (each.versions.at(-1)?.from ?? 0) > run.startedAt
  const row = before.rows.find(({ id }) => id === each.id)
  const isOwn = row?.assignment === 'filter' && row.funding_source === content.fund
  if (hasChanged || !isOwn || !configuredFunds.includes(content.fund ?? '')) return []
  const isAwaited = ({ doubts }: State) =>
    doubts.some(([, { awaited }]) => awaited[each.id]?.fundingSource !== undefined)
  return isAwaited(after) && !isAwaited(before)
    ? [`${each.id} is thought to have left ${content.fund} by a list that it is missing from`]
    : []
}
