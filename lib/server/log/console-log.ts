import 'server-only'
import { format } from 'node:util'
import type { Logger } from 'pino'
import { errorFields, logger } from './logger.ts'

const LEVELS = {
  debug: 'debug',
  log: 'info',
  info: 'info',
  warn: 'warn',
  error: 'error',
  trace: 'debug',
} as const
const MAX_CHARACTERS = 2_000

/**
 * Redirects console output (Next's raw stacks, a library's messages) to the log: one JSON line each, with the
 * request id and without secrets. Database statements are left out, as in every other line.
 */
export function captureConsole(
  target: Pick<Console, keyof typeof LEVELS> = console,
  to: () => Logger = logger,
): void {
  for (const [name, level] of Object.entries(LEVELS) as [keyof typeof LEVELS, (typeof LEVELS)['log']][]) {
    target[name] = (...parts: unknown[]) => {
      const error = parts.find((part) => part instanceof Error)
      const details = parts.filter((part) => part !== error && typeof part === 'object' && part !== null)
      const words = parts.filter((part) => part !== error && !details.includes(part))
      const text = format(...words).slice(0, MAX_CHARACTERS)
      const isStatement = text.includes('Failed query:')
      const message = isStatement ? 'a statement failed' : text || 'written to the console'
      to()[level]({ ...(error ? errorFields(error) : {}), ...(details.length > 0 && { details }) }, message)
    }
  }
}
