import 'server-only'
import pino, { type DestinationStream, type Logger } from 'pino'
import { processWide } from '#lib/server/config/process-wide.ts'
import { currentRequest } from './current-request.ts'
import { createRedactor } from './redact.ts'
import { configuredSecrets } from './secrets.ts'

const shared = processWide<Logger>('furrowLogger')

const CUT = '[cut]'
const MAX_DEPTH = 6
/** Fields with secrets or personal data, compared in lower case and without underscores or hyphens. */
const CUT_FIELDS = new Set(
  ['authorization', 'cookie', 'setcookie', 'password', 'token', 'secret', 'apikey', 'url'].concat([
    'email',
    'mobilenumber',
    'userid',
  ]),
)
/**
 * Characters that JSON does not escape: a terminal interprets some of them, and the others mislead a reader.
 */
const MISLEADING = /[\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/**
 * The log of this process: one JSON line per event. Secrets and personal fields are cut as a last safeguard.
 */
export function logger(): Logger {
  shared.value ??= createLogger()
  return shared.value
}

/**
 * Sends this process's log to standard error, for commands whose own output people read on standard output.
 */
export function logToStandardError(): void {
  shared.value = createLogger(pino.destination({ dest: 2, sync: true }))
}

/**
 * Creates a logger that filters every text: secrets of the environment by value in any usual encoding,
 * sensitive fields by name, and characters that could forge a line or move a terminal's cursor. Each line
 * names its request.
 */
export function createLogger(
  destination?: DestinationStream,
  environment: Record<string, string | undefined> = process.env,
): Logger {
  const redact = createRedactor(configuredSecrets(environment))
  const cleanText = (text: string) =>
    redact(text).replace(MISLEADING, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const clean = (value: unknown, depth = 0): unknown => {
    if (typeof value === 'string') return cleanText(value)
    if (typeof value !== 'object' || value === null) return value
    if (depth > MAX_DEPTH) return CUT
    if (value instanceof Error) return clean(errorFields(value), depth + 1)
    if (Array.isArray(value)) return value.map((part) => clean(part, depth + 1))
    return cleanFields(value, depth)
  }
  const cleanFields = (fields: object, depth: number): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => {
        const isCut = CUT_FIELDS.has(name.toLowerCase().replaceAll(/[_-]/g, ''))
        return [cleanText(name), isCut ? CUT : clean(value, depth + 1)]
      }),
    )
  const options: pino.LoggerOptions = {
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => {
      const requestId = currentRequest()?.requestId
      return requestId === undefined ? {} : { requestId }
    },
    formatters: { level: (label) => ({ level: label }), log: (fields) => cleanFields(fields, 0) },
    hooks: {
      logMethod(args, method) {
        const [first, message] = args
        if (typeof first === 'string') return method.call(this, cleanText(first))
        method.call(this, first, message === undefined ? undefined : cleanText(String(message)))
      },
    },
  }
  return destination ? pino(options, destination) : pino(options)
}

/**
 * Reduces an unexpected error and its causes (at most five) to what may be logged: names, codes and places in
 * the code. The text and values of a failed statement are left out, because they can contain a person's
 * search text.
 */
export function errorFields(error: unknown): Record<string, unknown> {
  const chain: unknown[] = []
  for (let at: unknown = error; at instanceof Error && chain.length < 5; at = at.cause) {
    const code = 'code' in at && typeof at.code === 'string' ? at.code : undefined
    const digest = 'digest' in at && typeof at.digest === 'string' ? at.digest : undefined
    const isStatement = at.message.startsWith('Failed query:')
    const places = at.stack?.split('\n').filter((line) => /^\s+at /.test(line))
    chain.push({
      name: at.name,
      ...(code && { code }),
      ...(digest && { digest }),
      message: isStatement ? 'a statement failed' : at.message.slice(0, 500),
      at: places?.slice(0, 6).map((line) => line.trim()),
    })
  }
  return { error: chain.length > 0 ? chain : [{ name: typeof error }] }
}
