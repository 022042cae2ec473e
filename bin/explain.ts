import type { DatabaseFault } from '#lib/database-fault.ts'
import { ExplainedError } from '#lib/errors.ts'
import { databaseFault, describeError } from '#lib/server/db/faults.ts'

const FILE_FAULTS: Readonly<Record<string, string>> = {
  EACCES: 'may not be read or written by this user. Give the user the right.',
  EISDIR: 'is a folder, where a file belongs. Move it away.',
  EDQUOT: 'cannot be written: the quota of this user is used up. Make room.',
  ENOSPC: 'cannot be written: its disk is full. Make room.',
  ENOTDIR: 'lies below a file. Move that away.',
  EPERM: 'may not be changed by this user. Give the user the right.',
  EROFS: 'cannot be written: its disk is read-only.',
}

/** What to do about each fault of PostgreSQL, after the sentence of `describeError`. */
const DATABASE_FIXES: Readonly<Record<DatabaseFault, string>> = {
  busy: ' Try again in a moment.',
  unreachable: ' Check that it runs and is not overloaded, then try again.',
  read_only: ' End that mode, or name the primary in DATABASE_URL.',
  full: ' Make room there.',
  // The sentence says what to do.
  other_release: '',
}

/**
 * Formats the error that ends a command: one line with cause and fix if both are known, otherwise the stack.
 */
export function explainFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof ExplainedError) return error.message
  const fault = databaseFault(error)
  if (fault) return describeError(error) + DATABASE_FIXES[fault]
  return explainFile(error) ?? `Unexpected error.\n${error.stack}`
}

function explainFile(error: Error): string | null {
  const fault = 'code' in error ? FILE_FAULTS[String(error.code)] : undefined
  if (!fault) return null
  // An error of an open file, such as a full disk, does not name the file.
  return `${'path' in error ? error.path : 'A file'} ${fault}`
}
