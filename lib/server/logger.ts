import 'server-only'
import pino, { type Logger } from 'pino'

const shared = globalThis as typeof globalThis & { furrowLogger?: Logger }

/** The log of this process: one JSON line an event. Secrets and personal fields are cut even where they slip in. */
export function logger(): Logger {
  shared.furrowLogger ??= pino({
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: [
        'authorization',
        'cookie',
        'password',
        'token',
        'url',
        'email',
        'mobileNumber',
        'user_id',
      ].flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: '[cut]',
    },
  })
  return shared.furrowLogger
}

/**
 * What may be logged of an unexpected error: names, codes and places in our code along its causes. A failed
 * statement's own text and values are left out, for they can hold what a person searched for.
 */
export function errorFields(error: unknown): Record<string, unknown> {
  const chain: unknown[] = []
  for (let at: unknown = error; at instanceof Error && chain.length < 5; at = at.cause) {
    const code = 'code' in at && typeof at.code === 'string' ? at.code : undefined
    const isStatement = at.message.startsWith('Failed query:')
    const places = at.stack?.split('\n').filter((line) => /^\s+at /.test(line))
    chain.push({
      name: at.name,
      ...(code && { code }),
      message: isStatement ? 'a statement failed' : at.message.slice(0, 500),
      at: places?.slice(0, 6).map((line) => line.trim()),
    })
  }
  return { error: chain.length > 0 ? chain : [{ name: typeof error }] }
}
