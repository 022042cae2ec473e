import { setTimeout as sleep } from 'node:timers/promises'

const PATIENCE_MS = 300_000
const LOOK_EVERY_MS = 100

/** Polls until `holds` returns true; throws an error with `what` after five minutes. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MS
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Waited ${PATIENCE_MS / 1000} s in vain: ${what}`)
    await sleep(LOOK_EVERY_MS)
  }
}
