import 'server-only'
import type { Logger } from 'pino'
import { logger } from '#lib/server/log/logger.ts'
import { createStateLog, type StateLog } from '#lib/server/log/state-log.ts'
import { sourceName } from '#lib/server/words/names.ts'
import type { Source } from '#lib/sources.ts'
import type { CallRecord, SourcePart } from './calls.ts'

/** A fault that persists is logged again after this time. */
const TELL_EVERY_MS = 10 * 60_000

/**
 * Logs the faults that only an operator can fix: a refused key (error), and an address, redirect or
 * certificate that failed one of Furrow's security checks (warning).
 * @returns a listener to call with every finished call
 */
export function createCallWarnings(log: () => Logger = logger): (call: CallRecord) => void {
  const toldAt = new Map<string, number>()
  return ({ source, route, outcome, reason }) => {
    if (outcome === 'ok') sayOver(toldAt, source, route, log)
    if (outcome !== 'unauthorized' && outcome !== 'blocked') return
    const key = `${keyOf(source, route)}${outcome} ${reason}`
    const last = toldAt.get(key)
    if (last !== undefined && performance.now() - last < TELL_EVERY_MS) return
    toldAt.set(key, performance.now())
    const fields = { source, route, code: outcome, reason }
    if (outcome === 'unauthorized') log().error(fields, 'the source rejected the key')
    else log().warn(fields, 'a security check blocked a call')
  }
}

function keyOf(source: Source, route: string): string {
  return `${source} ${route} `
}

/** Logs the recovery after a successful call to a route, and forgets the route's earlier faults. */
function sayOver(toldAt: Map<string, number>, source: Source, route: string, log: () => Logger): void {
  const over = [...toldAt.keys()].filter((key) => key.startsWith(keyOf(source, route)))
  if (over.length === 0) return
  for (const key of over) toldAt.delete(key)
  log().info({ source, route }, 'the source answers again after a rejected key or a blocked call')
}

/**
 * Logs when a circuit breaker opens for a part of a source, and when the breaker closes again.
 * @returns a listener to call with every change of a circuit
 */
export function createCircuitLog(
  log: () => Logger = logger,
): (source: Source, part: SourcePart, openUntil: Date | null) => void {
  const states = new Map<string, StateLog>()
  return (source, part, openUntil) => {
    const words = {
      entered: `${sourceName(source)} failed several times and is not called until the time in "until"`,
      left: `${sourceName(source)} is called again`,
    }
    const key = `${source} ${part}`
    const state = states.get(key) ?? createStateLog(words, { level: 'warn', log })
    states.set(key, state)
    if (openUntil === null) state.leave({ source, part })
    else state.enter({ source, part, until: openUntil.toISOString() })
  }
}
