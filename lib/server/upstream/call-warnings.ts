import 'server-only'
import type { Logger } from 'pino'
import { logger } from '../logger.ts'
import type { CallRecord } from './calls.ts'

/** The same trouble of a source is told so often while it lasts. */
const TELL_EVERY_MS = 10 * 60_000

/**
 * Tells operators through the log what only they can mend: a refused key (error), and an address, redirect or certificate
 * that failed a check of ours (warning). In: the log; out: call it with every call.
 */
export function createCallWarnings(log: () => Logger = logger): (call: CallRecord) => void {
  const toldAt = new Map<string, number>()
  return ({ source, route, outcome, reason }) => {
    if (outcome !== 'unauthorized' && outcome !== 'blocked') return
    const key = `${source} ${route} ${outcome} ${reason}`
    const last = toldAt.get(key)
    if (last !== undefined && performance.now() - last < TELL_EVERY_MS) return
    toldAt.set(key, performance.now())
    const fields = { source, route, code: outcome, reason }
    if (outcome === 'unauthorized') log().error(fields, 'a source refused its key')
    else log().warn(fields, 'a call was blocked for security')
  }
}
