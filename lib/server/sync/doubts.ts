import 'server-only'
import { z } from 'zod'
import type { Executor } from '#lib/server/db/client.ts'
import type { WindowReason } from '#lib/window-reasons.ts'
import type { Awaited } from './attribution.ts'
import type { Changes, StoredRow } from './changes.ts'
import type { Claims } from './claims.ts'
import { clearFact, type FactKey, factSchema, readFact, writeFact } from './facts.ts'
import type { ListName } from './windows.ts'

/**
 * Open doubts about the funding sources of a window's rows. `awaited`: values that the last run changed, by
 * row id, waiting for a run that agrees. `doubled`: rows that had a funding source until more than one
 * claimed them.
 */
export type Doubts = { awaited: ReadonlyMap<string, Awaited>; doubled: readonly string[] }

type Week = ListName & { fromDay: string }

function keyOf({ source, resource, fromDay }: Week): FactKey {
  return { source, resource, fact: `attribution:${fromDay}` }
}

const awaitedSchema = z.object({ currency: z.string().optional(), fundingSource: z.string().optional() })
const doubtsFactSchema = factSchema(
  z.object({
    awaited: z.record(z.string(), awaitedSchema).optional(),
    doubled: z.array(z.string()).optional(),
  }),
)

/** Reads the open doubts of a window; empty if none are stored. */
export async function readDoubts(tx: Executor, window: Week): Promise<Doubts> {
  const fact = await readFact(tx, keyOf(window), doubtsFactSchema)
  return {
    awaited: new Map(Object.entries(fact?.value.awaited ?? {})),
    doubled: fact?.value.doubled ?? [],
  }
}

/**
 * Returns the doubts that remain once `changes` are written. Pure.
 * @param stored as for `compareRows`
 */
export function doubtsAfter(
  former: Doubts,
  changes: Changes,
  stored: ReadonlyMap<string, StoredRow>,
  readIds: ReadonlySet<string>,
): Doubts {
  const isStillDoubled = (id: string) =>
    readIds.has(id) ? changes.ambiguous.has(id) : isListedAmbiguous(stored.get(id))
  const isNewlyDoubled = (id: string) => changes.ambiguous.has(id)
  const doubled = new Set([
    ...former.doubled.filter(isStillDoubled),
    ...[...changes.lost.keys()].filter(isNewlyDoubled),
  ])
  return { awaited: changes.awaited, doubled: [...doubled] }
}

function isListedAmbiguous(row: StoredRow | undefined): boolean {
  return row?.assignment === 'ambiguous' && !row.isGone
}

/** Stores the open doubts, or clears them if there are none. */
export async function recordDoubts(
  tx: Executor,
  window: Week,
  former: Doubts,
  doubts: Doubts,
  at: Date,
): Promise<void> {
  const isEmpty = ({ awaited, doubled }: Doubts) => awaited.size + doubled.length === 0
  if (isEmpty(doubts)) return isEmpty(former) ? undefined : clearFact(tx, keyOf(window))
  const { awaited, doubled } = doubts
  await writeFact(tx, keyOf(window), { awaited: Object.fromEntries(awaited), doubled }, at)
}

/**
 * Tells why rows of a complete window may lack their funding source; empty if nothing is in doubt. Rows that
 * never had a funding source are no reason.
 */
export function attributionFaults(claims: Claims, { awaited, doubled }: Doubts): WindowReason[] {
  const reasons: WindowReason[] = []
  if (!claims.isComplete && claims.doubt !== null) reasons.push(claims.doubt)
  const changing = [...awaited.values()].filter(({ fundingSource }) => fundingSource !== undefined).length
  if (changing > 0) reasons.push({ code: 'changing', rows: changing })
  if (doubled.length > 0) reasons.push({ code: 'doubled', rows: doubled.length })
  return reasons
}

/** Tells whether any doubt is open, and whether it came up in this run or an earlier one. */
export function ageOfDoubts(doubts: Doubts, former: Doubts): 'settled' | 'newDoubt' | 'oldDoubt' {
  if (doubts.awaited.size + doubts.doubled.length === 0) return 'settled'
  const isNew = [...doubts.awaited.keys()].some((id) => !former.awaited.has(id))
  return isNew ? 'newDoubt' : 'oldDoubt'
}
