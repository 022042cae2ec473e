import 'server-only'
import { drawAmount, drawContent, drawDay, drawStatus } from './draw.ts'
import type { Random } from './random.ts'
import { type Content, CURRENCIES, FUNDING_SOURCES, type World } from './world.ts'

const WEIGHTS = {
  create: 3,
  delete: 2,
  restore: 2,
  move: 3,
  status: 4,
  amount: 2,
  fund: 2,
  currency: 1,
  note: 1,
} as const

/**
 * Changes one thing in the upstream.
 * @returns a line for the trace.
 */
export function changeWorld(world: World, random: Random): string {
  const what = random.weighted(WEIGHTS)
  if (what === 'create' || world.rows.length === 0) {
    const row = world.add({ ...drawContent(world, random), updatedAt: world.now, processedAt: world.now })
    return `upstream: ${row.id} created, ${describe(world.current(row))}`
  }
  const withheld = world.rows.find(({ id }) => id === world.withheld)
  const row = withheld && random.chance(0.5) ? withheld : random.pick(world.rows)
  const content = world.current(row)
  if (content === null) {
    const former = row.versions.findLast((version) => version.content !== null)?.content
    world.set(row, former ? { ...former, note: former.note + random.int(0, 1) } : drawContent(world, random))
    return `upstream: ${row.id} restored, ${describe(world.current(row))}`
  }
  if (what === 'delete' && world.nature.kind !== 'payment-links') {
    world.set(row, null)
    return `upstream: ${row.id} deleted`
  }
  const isLink = world.nature.kind === 'payment-links'
  // Occasionally a source changes a row without updating its version.
  const stamps = isLink && !random.chance(0.15) ? { updatedAt: world.now, processedAt: world.now } : {}
  world.set(row, { ...content, ...changedField(what, world, random), ...stamps })
  return `upstream: ${row.id} ${what} changed, ${describe(world.current(row))}`
}

function changedField(what: keyof typeof WEIGHTS, world: World, random: Random): Partial<Content> {
  switch (what) {
    case 'move':
      return { day: drawDay(world, random) }
    case 'status':
      return { status: drawStatus(world, random) }
    case 'amount':
      return { amount: drawAmount(random) }
    case 'fund':
      return { fund: random.pick([...FUNDING_SOURCES, null]) }
    case 'currency':
      return { currency: random.pick([...CURRENCIES, 'GHS']) }
    default:
      return { note: random.int(1, 1000) }
  }
}

/** Describes a row's content in one line of the trace. */
export function describe(content: Content | null): string {
  if (content === null) return 'not listed'
  const { day, status, amount, currency, fund } = content
  return `${day ?? 'undated'} ${status ?? 'no status'} ${amount ?? 'odd amount'} ${currency} ${fund ?? 'no fund'}`
}
