import path from 'node:path'
import { pathToFileURL } from 'node:url'

const PRELOAD = pathToFileURL(path.resolve(import.meta.dirname, 'shift-clock.mjs')).href

/** When every run of the tests begins unless it names another moment: a test never depends on the day it is run. */
const USUAL_START = '2026-11-25T09:00:00Z'

/**
 * Moves the clock of this test run to FURROW_TEST_DAY (an ISO instant) or to the usual day of the tests: every process that
 * is started from now on, and its children, read a clock that began there and runs on. The configuration of Vitest and of
 * Playwright call this before they start their workers.
 * @throws Error when FURROW_TEST_DAY is not an ISO instant.
 */
export function chooseTestDay(environment: NodeJS.ProcessEnv = process.env): void {
  const start = environment.FURROW_TEST_DAY || USUAL_START
  // The first process of a run decides; the configuration is loaded again in each of its workers.
  if (environment.FURROW_TEST_CLOCK_SHIFT_MS) return
  const startMs = Date.parse(start)
  if (Number.isNaN(startMs))
    throw new Error(`FURROW_TEST_DAY is "${start}": write it as 2028-02-29T12:00:00Z`)
  environment.FURROW_TEST_CLOCK_SHIFT_MS = String(Math.round(startMs - realNow()))
  environment.NODE_OPTIONS = `${environment.NODE_OPTIONS ?? ''} --import=${PRELOAD}`.trim()
}

/** @throws Error in a process that would read the machine's date: what it shows tests would change from day to day. */
export function requireTestDay(environment: NodeJS.ProcessEnv = process.env): void {
  if (!environment.FURROW_TEST_CLOCK_SHIFT_MS)
    throw new Error(
      'A server for tests must not run on the date of today: start it from Vitest or Playwright',
    )
}

/** Milliseconds since 1970 by the machine's clock, also in a process whose Date was moved. */
function realNow(): number {
  return performance.timeOrigin + performance.now()
}
