import path from 'node:path'
import { pathToFileURL } from 'node:url'

const PRELOAD = pathToFileURL(path.resolve(import.meta.dirname, 'shift-clock.mjs')).href

/** Start time of every test run unless another is set, so that a test never depends on the current date. */
const USUAL_START = '2026-11-25T09:00:00Z'

/**
 * Shifts the clock of this test run to FURROW_TEST_DAY (an ISO instant) or to the usual day. Every process
 * started from now on, and its children, reads a clock that started there and keeps running. The
 * configurations of Vitest and Playwright call this before they start workers.
 * @throws {Error} when FURROW_TEST_DAY is not an ISO instant.
 */
export function chooseTestDay(environment: NodeJS.ProcessEnv = process.env): void {
  const start = environment.FURROW_TEST_DAY || USUAL_START
  // The first process of a run decides; each worker loads the configuration again.
  if (environment.FURROW_TEST_CLOCK_SHIFT_MS) return
  const startMs = Date.parse(start)
  if (Number.isNaN(startMs))
    throw new Error(`FURROW_TEST_DAY is "${start}": write it as 2028-02-29T12:00:00Z`)
  environment.FURROW_TEST_CLOCK_SHIFT_MS = String(Math.round(startMs - realNow()))
  environment.NODE_OPTIONS = `${environment.NODE_OPTIONS ?? ''} --import=${PRELOAD}`.trim()
}

/**
 * Throws in a process that reads the machine's date, because its output would change from day to day.
 * @throws {Error} unless `chooseTestDay` shifted the clock.
 */
export function requireTestDay(environment: NodeJS.ProcessEnv = process.env): void {
  if (!environment.FURROW_TEST_CLOCK_SHIFT_MS)
    throw new Error(
      'A server for tests must not run on the date of today: start it from Vitest or Playwright',
    )
}

/** Returns milliseconds since 1970 by the machine's clock, even in a process with a shifted Date. */
function realNow(): number {
  return performance.timeOrigin + performance.now()
}
