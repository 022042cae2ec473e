import 'server-only'
import type { Contract } from './contracts.ts'
import { type Random, waiting, whole } from './random.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, workingHour } from './time.ts'

/** A status and the instant from which it applies. */
export type StatusEvent = { at: number; status: string }

/** Unusual endings of a period's collection: `unpaid` fails or stays pending, `paidAt` does so until it is paid. */
export type OddEnd = 'disputed' | 'on-hold' | 'never-sent' | 'unpaid' | { paidAt: number } | null

type Steps = StatusEvent[]

/**
 * Returns the whole life of one billing period from its creation, future included: sent, awaiting
 * confirmation, then paid or failed, with retries. Readers see only the part up to now.
 */
export function collectionEvents(
  random: Random,
  contract: Pick<Contract, 'paidShare' | 'isLatePayer'>,
  createdAt: number,
  sentAt: number,
  end: OddEnd,
): readonly StatusEvent[] {
  const steps: Steps = [{ at: createdAt, status: 'DRAFT' }]
  if (end === 'never-sent') return steps
  steps.push({ at: sentAt, status: 'SENT_TO_PAYMENT_SERVICE' })
  if (random() < 0.9) after(steps, random, 'PENDING', whole(random, 1, 20) * HOUR_MS)
  const isPaid = random() < contract.paidShare
  const wait = paymentWait(random, contract)
  const retries = isPaid ? (random() < 0.13 ? whole(random, 1, 2) : 0) : whole(random, 0, 2)
  if (end !== null) return odd(steps, random, end)
  for (let i = 0; i < retries; i++) retry(steps, random)
  if (isPaid) after(steps, random, 'PAYMENT_COMPLETE', wait)
  else if (random() < 0.88) after(steps, random, 'PAYMENT_FAILED', whole(random, 1, 9) * DAY_MS)
  return steps
}

/** Most payments come within two weeks, those of late payers within two months; in milliseconds. */
function paymentWait(random: Random, contract: Pick<Contract, 'isLatePayer'>): number {
  const isLate = random() < (contract.isLatePayer ? 0.7 : 0.15)
  return Math.min(isLate ? 6 + waiting(random, 17) : 1.5 + waiting(random, 6), 75) * DAY_MS
}

function retry(steps: Steps, random: Random): void {
  after(steps, random, 'PAYMENT_FAILED', whole(random, 1, 4) * DAY_MS)
  after(steps, random, 'SENT_TO_PAYMENT_SERVICE', whole(random, 2, 6) * DAY_MS)
  after(steps, random, 'PENDING', whole(random, 1, 20) * HOUR_MS)
}

function odd(steps: Steps, random: Random, end: Exclude<OddEnd, 'never-sent' | null>): Steps {
  if (end === 'unpaid') return unpaid(steps, random)
  if (typeof end === 'object') return paidLate(unpaid(steps, random), end.paidAt)
  if (end === 'on-hold') {
    after(steps, random, 'On hold', whole(random, 1, 5) * DAY_MS)
    return steps
  }
  after(steps, random, 'DISPUTED', whole(random, 1, 8) * DAY_MS)
  if (random() < 0.3) after(steps, random, 'PAYMENT_COMPLETE', whole(random, 30, 80) * DAY_MS)
  return steps
}

function unpaid(steps: Steps, random: Random): Steps {
  if (random() < 0.75) after(steps, random, 'PAYMENT_FAILED', whole(random, 1, 9) * DAY_MS)
  return steps
}

function paidLate(steps: Steps, paidAt: number): Steps {
  return [...steps.filter(({ at }) => at < paidAt), { at: paidAt, status: 'PAYMENT_COMPLETE' }]
}

/** Adds a step about `waitMs` later. A step that is days away falls into working hours. */
function after(steps: Steps, random: Random, status: string, waitMs: number): void {
  const last = steps.at(-1)?.at ?? 0
  const earliest = last + 10 * MINUTE_MS
  const dayMs = Math.floor((last + waitMs) / DAY_MS) * DAY_MS
  const at = waitMs < DAY_MS ? last + waitMs + whole(random, 0, 3599) * 1000 : workingHour(dayMs, 0, random())
  steps.push({ at: Math.max(earliest, at), status })
}

/** Returns the status at an instant; null before the first event. */
export function statusAt(events: readonly StatusEvent[], now: number): string | null {
  let status: string | null = null
  for (const event of events) {
    if (event.at > now) break
    status = event.status
  }
  return status
}

/** Returns when the period was paid in full; null if never. */
export function paidAt(events: readonly StatusEvent[]): number | null {
  const last = events.at(-1)
  return last?.status === 'PAYMENT_COMPLETE' ? last.at : null
}
