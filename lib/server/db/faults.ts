import 'server-only'

/** A statement, or its wait for a lock, ran into its time limit. */
const BUSY = new Set(['57014', '55P03'])
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '53300',
])
const MESSAGES = [
  /^Connection terminated/,
  /^timeout exceeded when trying to connect/,
  /^Client has encountered/,
]

/**
 * Tells what ails PostgreSQL from an error or its causes: `busy` (a statement ran into a time limit),
 * `unreachable` (no connection, or it broke), or null for anything else.
 */
export function databaseFault(error: unknown): 'busy' | 'unreachable' | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const code = 'code' in at && typeof at.code === 'string' ? at.code : ''
    const { message } = at
    if (BUSY.has(code)) return 'busy'
    if (UNREACHABLE.has(code) || code.startsWith('08')) return 'unreachable'
    if (MESSAGES.some((pattern) => pattern.test(message))) return 'unreachable'
  }
  return null
}
