import 'server-only'
import { DATABASE_FAULTS, type DatabaseFault } from '#lib/database-fault.ts'
import { commandWords } from '#lib/words/command-words.ts'
import { OTHER_RELEASE } from './schema-fence.ts'

const t = commandWords('postgresql')

const CONFLICTS = new Set(['40001', '40P01'])
/**
 * SQLSTATEs and Node.js error codes of each fault. `busy`: a statement hit a time limit or lost a conflict
 * with another transaction. `unreachable`: there is no connection, or the connection broke. `read_only`:
 * PostgreSQL accepts no writes. `full`: PostgreSQL has no disk space for writes. `other_release`: another
 * release has changed the tables.
 */
const CODES: Record<DatabaseFault, ReadonlySet<string>> = {
  busy: new Set(['57014', '55P03', ...CONFLICTS]),
  unreachable: new Set([
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ENOTFOUND',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'EAI_AGAIN',
    'ETIMEDOUT',
    '57P01',
    '57P02',
    '57P03',
    '53300',
  ]),
  read_only: new Set(['25006']),
  full: new Set(['53100']),
  other_release: new Set([OTHER_RELEASE]),
}
const MESSAGES = [
  /^Connection terminated/,
  /^timeout expired/,
  /^timeout exceeded when trying to connect/,
  /^Client has encountered/,
  /^Client was closed/,
]
/** An error and its causes, outermost first, at most five. */
function chainOf(error: unknown): Error[] {
  const chain: Error[] = []
  for (let at = error; at instanceof Error && chain.length < 5; at = at.cause) chain.push(at)
  return chain
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/**
 * Classifies a database error by its own or its causes' codes, so that callers can report PostgreSQL's
 * condition.
 * @returns null when the error is not a database fault
 */
export function databaseFault(error: unknown): DatabaseFault | null {
  for (const at of chainOf(error)) {
    const code = codeOf(at)
    for (const fault of DATABASE_FAULTS) if (CODES[fault].has(code)) return fault
    // A missing Unix socket gives ENOENT, which is too general to list above.
    if ('syscall' in at && at.syscall === 'connect') return 'unreachable'
    if (code.startsWith('08') || MESSAGES.some((pattern) => pattern.test(at.message))) return 'unreachable'
  }
  return null
}

/**
 * True when PostgreSQL rolled back a transaction because of another one (serialization failure, deadlock), so
 * that the caller should run the transaction again.
 */
export function isConflict(error: unknown): boolean {
  return chainOf(error).some((at) => CONFLICTS.has(codeOf(at)))
}

/** Describes an error for the operator at the console; the text never contains a statement or its values. */
export function describeError(error: unknown): string {
  const fault = databaseFault(error)
  if (fault) return t(`fault.${fault}`)
  if (!(error instanceof Error)) return String(error)
  const code = chainOf(error).map(codeOf).find(Boolean)
  return error.message.startsWith('Failed query:')
    ? t('fault.statement', { code: code ?? t('fault.no-code') })
    : error.message
}
