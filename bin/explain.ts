import { ExplainedError } from '#lib/errors.ts'
import { databaseFault, describeError } from '#lib/server/db/faults.ts'
import { commandWords } from '#lib/words/command-words.ts'

const t = commandWords('start')

const FILE_CODES = ['EACCES', 'EISDIR', 'EDQUOT', 'ENOSPC', 'ENOTDIR', 'EPERM', 'EROFS'] as const

/**
 * Formats the error that ends a command: one line with cause and fix if both are known, otherwise the stack.
 */
export function explainFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof ExplainedError) return error.message
  const fault = databaseFault(error)
  // The sentence about another release says what to do.
  if (fault === 'other_release') return describeError(error)
  if (fault) return `${describeError(error)} ${t(`fix.${fault}`)}`
  return explainFile(error) ?? t('fault.unexpected', { stack: String(error.stack) })
}

function explainFile(error: Error): string | null {
  const code = FILE_CODES.find((one) => 'code' in error && error.code === one)
  if (code === undefined) return null
  // An error of an open file, such as a full disk, does not name the file.
  const file = 'path' in error ? String(error.path) : t('file.unnamed')
  return t(`file.${code}`, { file })
}
