import 'server-only'
import { hash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Day } from '#lib/calendar-date.ts'
import type { Executor } from '#lib/server/db/client.ts'
import { jsonText } from '#lib/server/db/json-text.ts'
import { parsedRows } from '#lib/server/db/parsed-rows.ts'
import { clipped, createRedactor, publicRecord } from '#lib/server/log/redact.ts'
import type { RejectedRow } from '#lib/server/upstream/contract.ts'
import { SOURCES, type Source } from '#lib/sources.ts'
import { clearFact, type FactKey, factSchema, readFact, writeFact } from './facts.ts'
import type { ListName } from './windows.ts'

export type RejectedFact = { count: number; samples: readonly { reason: string; raw: string }[] }
/**
 * Rows on hold until an operator confirms. `ids`: the rows that would be gone, or lose their funding source;
 * `version` identifies this exact set. `since`: when they were first put on hold. `isAccepted`: an operator
 * confirmed these rows. A fact from an older release may have no ids, version and time until the next run of
 * its window adds them.
 */
const heldBackFactSchema = factSchema(
  z.object({
    rows: z.int(),
    ids: z.array(z.string()).optional(),
    version: z.string().optional(),
    of: z.int(),
    since: z.string().optional(),
    isAccepted: z.boolean().optional(),
    /** Null if the command line confirmed the rows, which names nobody. */
    acceptedBy: z.string().nullish(),
  }),
)
export type HeldBackFact = z.infer<typeof heldBackFactSchema>['value']

type Week = ListName & { fromDay: Day }

function keyOf({ source, resource, fromDay }: Week, name: string): FactKey {
  return { source, resource, fact: `${name}:${fromDay}` }
}

const MAX_SAMPLES = 20
const MAX_RAW_CHARACTERS = 500
/** Anyone who holds such a link may be able to open the file. */
const FILE_LINKS = new Set(['pdf_url', 'pdfurl'])
const redact = createRedactor([])

/** Records the rows of a window that could not be mirrored, or clears the record if there are none. */
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

/** Makes a record safe to store and show: no secret fields, masked contacts, at most 500 characters. */
function sampleOf(raw: unknown): string {
  const { row } = publicRecord({ row: raw })
  const text = JSON.stringify(row, (key, value: unknown) =>
    FILE_LINKS.has(key.toLowerCase()) ? '•••' : value,
  )
  return clipped(redact(text ?? String(row)), MAX_RAW_CHARACTERS)
}

/** Records the rows that wait for an operator, or clears the record if there are none. */
export async function recordHeldBack(
  tx: Executor,
  window: Week,
  heldBack: readonly string[],
  windowSize: number,
  at: Date,
): Promise<void> {
  const key = keyOf(window, 'held_back')
  if (heldBack.length === 0) return clearFact(tx, key)
  const ids = heldBack.toSorted()
  const fact: HeldBackFact = {
    rows: ids.length,
    of: windowSize,
    since: at.toISOString(),
    ids,
    version: hash('sha256', ids.join('\n'), 'base64url').slice(0, 22),
  }
  // A confirmation made during this run stays valid if it covered all of these rows.
  await tx.execute(sql`
    insert into source_fact as known (source, resource, fact, value, at)
    values (${key.source}, ${key.resource}, ${key.fact}, ${jsonText(fact)}::jsonb, ${at.toISOString()})
    on conflict (source, resource, fact) do update set at = excluded.at, value = excluded.value
      || case when known.value ? 'since' then jsonb_build_object('since', known.value -> 'since') else '{}' end
      || case when (known.value ->> 'isAccepted')::boolean and (known.value -> 'ids') @> (excluded.value -> 'ids')
        then jsonb_build_object('isAccepted', true, 'acceptedBy', known.value -> 'acceptedBy') else '{}' end`)
}

/** Reads the rows on hold in a window, and whether an operator confirmed them; null: there are none. */
export async function readHeldBack(tx: Executor, window: Week): Promise<HeldBackFact | null> {
  return (await readFact(tx, keyOf(window, 'held_back'), heldBackFactSchema))?.value ?? null
}

/** True if an operator confirmed that all of these rows are gone. */
export function isAcceptedFor(held: HeldBackFact | null, gone: readonly string[]): boolean {
  if (held?.isAccepted !== true) return false
  const accepted = new Set(held.ids)
  return gone.every((id) => accepted.has(id))
}

/**
 * Confirms every disappearance on hold in the chosen windows.
 * @returns the ones that were not confirmed before
 */
export async function acceptDisappearances(
  db: Executor,
  only: { source: string | null; from: Day | null; to: Day | null },
): Promise<{ source: Source; rows: number }[]> {
  return parsedRows(
    db,
    sql`update source_fact set value = value || '{"isAccepted": true}'::jsonb
      where fact like 'held\\_back:%' and (value ->> 'isAccepted')::boolean is not true
        and (${only.source}::text is null or source = ${only.source})
        and (${only.to}::text is null or substr(fact, 11) <= ${only.to})
        and (${only.from}::date is null or substr(fact, 11)::date + 6 >= ${only.from})
      returning source, (value ->> 'rows')::int as rows`,
    z.object({ source: z.enum(SOURCES), rows: z.int() }),
  )
}

const MAX_REJECTED_SHARE = 0.05
const MAX_REJECTED_ROWS = 10

/**
 * True if so many rows are unreadable that the upstream's format must have changed: more than 10 rows, and
 * more than 5 % of the rows read.
 */
export function isMassRejection(rejectedCount: number, readCount: number): boolean {
  return rejectedCount > MAX_REJECTED_ROWS && rejectedCount > (rejectedCount + readCount) * MAX_REJECTED_SHARE
}

/**
 * Records how many rows had different content under an unchanged version, or clears the record if none had.
 */
export async function recordEqualVersions(tx: Executor, window: Week, rows: number, at: Date): Promise<void> {
  const key = keyOf(window, 'equal_version')
  if (rows === 0) await clearFact(tx, key)
  else await writeFact(tx, key, { rows }, at)
}
