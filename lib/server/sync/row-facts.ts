import 'server-only'
import { sql } from 'drizzle-orm'
import type { Day } from '#lib/calendar-date.ts'
import { type Executor, rows } from '../db/client.ts'
import type { RejectedRow } from '../upstream/contract.ts'
import { clearFact, type FactKey, readFact, writeFact } from './facts.ts'
import type { ListName } from './windows.ts'

export type RejectedFact = { count: number; samples: readonly { reason: string; raw: string }[] }
/** `isAccepted`: an operator confirmed that the rows really are gone. */
export type HeldBackFact = { rows: number; of: number; isAccepted?: boolean }

type Week = ListName & { fromDay: Day }

function keyOf({ source, resource, fromDay }: Week, name: string): FactKey {
  return { source, resource, fact: `${name}:${fromDay}` }
}

const MAX_SAMPLES = 5
const MAX_RAW_CHARACTERS = 500
/** Personal and secret fields, which a stored sample must not hold. */
const HIDDEN = new Set([
  'url',
  'email',
  'mobilenumber',
  'mobile_number',
  'user_id',
  'userid',
  'pdf_url',
  'pdfurl',
])

/** Remembers the rows of a window that could not be mirrored, or that there are none any more. */
export async function recordRejected(
  tx: Executor,
  window: Week,
  rejected: readonly RejectedRow[],
  at: Date,
): Promise<void> {
  const key = keyOf(window, 'rejected_rows')
  if (rejected.length === 0) return clearFact(tx, key)
  const samples = rejected.slice(0, MAX_SAMPLES).map(({ reason, raw }) => ({ reason, raw: sampleOf(raw) }))
  await writeFact(tx, key, { count: rejected.length, samples } satisfies RejectedFact, at)
}

function sampleOf(raw: unknown): string {
  const text = JSON.stringify(raw, (key, value: unknown) => (HIDDEN.has(key.toLowerCase()) ? '•••' : value))
  return (text ?? String(raw)).slice(0, MAX_RAW_CHARACTERS)
}

/** Remembers a disappearance that waits for an operator, or that none does. */
export async function recordHeldBack(
  tx: Executor,
  window: Week,
  heldBack: number,
  windowSize: number,
  at: Date,
): Promise<void> {
  const key = keyOf(window, 'held_back')
  if (heldBack === 0) return clearFact(tx, key)
  await writeFact(tx, key, { rows: heldBack, of: windowSize } satisfies HeldBackFact, at)
}

/** True when an operator confirmed the disappearance that an earlier run of the window held back. */
export async function isDisappearanceAccepted(tx: Executor, window: Week): Promise<boolean> {
  const fact = await readFact<HeldBackFact>(tx, keyOf(window, 'held_back'))
  return fact?.value.isAccepted === true
}

/** Confirms every held back disappearance in the windows chosen. Out: how many there were. */
export async function acceptDisappearances(
  db: Executor,
  only: { source: string | null; from: Day | null; to: Day | null },
): Promise<number> {
  const accepted = await rows(
    db,
    sql`update source_fact set value = value || '{"isAccepted": true}'::jsonb
      where fact like 'held\\_back:%' and (${only.source}::text is null or source = ${only.source})
        and (${only.to}::text is null or substr(fact, 11) <= ${only.to})
        and (${only.from}::date is null or substr(fact, 11)::date + 6 >= ${only.from})
      returning 1`,
  )
  return accepted.length
}

const MAX_REJECTED_SHARE = 0.05
const MAX_REJECTED_ROWS = 10

/** True when so many rows are unreadable that the upstream's format has changed rather than a few rows being odd. */
export function isMassRejection(rejectedCount: number, readCount: number): boolean {
  return rejectedCount > MAX_REJECTED_ROWS && rejectedCount > (rejectedCount + readCount) * MAX_REJECTED_SHARE
}

/** Remembers how many rows came with other content under an unchanged version. */
export async function recordEqualVersions(tx: Executor, window: Week, rows: number, at: Date): Promise<void> {
  const key = keyOf(window, 'equal_version')
  if (rows === 0) await clearFact(tx, key)
  else await writeFact(tx, key, { rows }, at)
}
