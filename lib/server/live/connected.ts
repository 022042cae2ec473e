import 'server-only'
import { env } from '#lib/server/config/env.ts'
import { processWide } from '#lib/server/config/process-wide.ts'
import { writeAskedPause } from '#lib/server/db/asked-pauses.ts'
import { actAsFurrow, database } from '#lib/server/db/client.ts'
import { type CallLog, createCallLog } from '#lib/server/upstream/call-log.ts'
import { createCallWarnings, createCircuitLog } from '#lib/server/upstream/call-warnings.ts'
import { createUpstreams, type UpstreamClients } from '#lib/server/upstream/sources/upstreams.ts'

const FLUSH_MS = 5_000

const shared = processWide<UpstreamClients>('furrowUpstreams')

/**
 * Returns the upstream clients of the web process, created on first use and kept across module reloads. Their
 * calls count among the calls of the last hour. A pause that a source asks them for is stored for every
 * process.
 */
export function upstreams(): UpstreamClients {
  shared.value ??= connect()
  return shared.value
}

function connect(): UpstreamClients {
  const calls = createCallLog()
  const warn = createCallWarnings()
  const flushSoon = flushing(calls)
  const clients = createUpstreams(env(), {
    onCall: (call) => {
      calls.note(call)
      warn(call)
      flushSoon()
    },
    onCircuit: createCircuitLog(),
  })
  clients.restraint.onAsked((source, seconds) => {
    // If PostgreSQL does not respond, this process still observes the pause.
    void actAsFurrow((tx) => writeAskedPause(tx, source, seconds, new Date())).catch(() => {})
  })
  return clients
}

/**
 * Writes the counts FLUSH_MS after a call. While PostgreSQL is unreachable, the counts wait for the next
 * call.
 */
function flushing(calls: CallLog): () => void {
  let isWaiting = false
  const flush = () => {
    isWaiting = false
    void calls.flush(database()).catch(() => {})
  }
  return () => {
    if (isWaiting) return
    isWaiting = true
    setTimeout(flush, FLUSH_MS).unref()
  }
}
