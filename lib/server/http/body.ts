import 'server-only'
import type { z } from 'zod'
import { invalidParameter, invalidParameters, RequestError } from '#lib/errors.ts'
import type { FieldCode, FieldFault } from '#lib/problem-codes.ts'
import { startDeadline } from '#lib/server/upstream/deadline.ts'

/** No form of Furrow sends a longer body. */
const MAX_BODY_BYTES = 64 * 1024
const MAX_DEPTH = 16
const READ_TIMEOUT_MS = 10_000

/**
 * Reads and validates a request's JSON body.
 * @param schema null for a route without a body
 * @throws RequestError 415 for another media type, 413 beyond 64 KiB, 408 if the body takes longer than ten
 * seconds, 400 that names each invalid field
 */
export async function readBody<Body>(schema: z.ZodType<Body> | null, request: Request): Promise<Body> {
  // A route without a schema ignores any body.
  if (schema === null) return undefined as Body
  const mediaType = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (mediaType !== 'application/json')
    throw new RequestError(415, 'unsupported_media_type', 'Send the body as application/json.')
  const body = parseJson(await readText(request))
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  throw invalidParameters(bodyErrors(body, parsed.error.issues))
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    if (isPlain(value, MAX_DEPTH)) return value
  } catch {
    // The error below names the field.
  }
  throw invalidParameter('body', 'must be one JSON object')
}

/**
 * True for JSON that nests at most `levels` deep and has no `__proto__` key, which a schema would silently
 * ignore.
 */
function isPlain(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (Object.hasOwn(value, '__proto__')) return false
  return levels > 0 && Object.values(value).every((part) => isPlain(part, levels - 1))
}

async function readText(request: Request): Promise<string> {
  const reader = request.body?.getReader()
  const bytes = reader ? await readInTime(reader) : new Uint8Array()
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw invalidParameter('body', 'must be UTF-8')
  }
}

async function readInTime(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array> {
  const stop = () => void reader.cancel().catch(() => {})
  const deadline = startDeadline(READ_TIMEOUT_MS)
  deadline.signal.addEventListener('abort', stop, { once: true })
  const parts: Uint8Array[] = []
  let bytes = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (deadline.isOver()) {
        throw new RequestError(408, 'request_timeout', 'The body did not arrive in time.')
      }
      if (done) return Buffer.concat(parts)
      bytes += value.byteLength
      if (bytes > MAX_BODY_BYTES) {
        stop()
        throw new RequestError(413, 'body_too_large', `The body may have ${MAX_BODY_BYTES} bytes at most.`)
      }
      parts.push(value)
    }
  } finally {
    deadline.end()
  }
}

type Issue = z.core.$ZodIssue

/** Describes the expected type of a value, by zod's name for the type. */
const KINDS: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  record: 'an object',
  string: 'text',
}
/** Matches messages worded by zod; a schema's own messages never begin like these. */
const OF_ZOD = /^(Invalid (input|option)|Too (big|small)|Unrecognized key)/

/**
 * Describes for each invalid field of a body what the field must be, in words for people; a missing one `is
 * required`.
 */
function bodyErrors(body: unknown, issues: readonly Issue[]): FieldFault[] {
  return issues.map((issue) => ({
    param: issue.path.map(String).join('.') || 'body',
    ...(isMissing(body, issue)
      ? { code: 'required', detail: missing(issue) }
      : { ...codeOf(issue), detail: wrong(issue) }),
  }))
}

/** Returns the code of a fault that a person can cause in a form; nothing for other faults. */
function codeOf(issue: Issue): FieldCode | { code?: undefined } {
  switch (issue.code) {
    case 'custom':
      return issue.params?.fault ?? {}
    case 'invalid_format':
      return issue.format === 'email' ? { code: 'email' } : {}
    case 'too_small':
      if (issue.origin === 'string') return issue.minimum === 1 ? { code: 'required' } : {}
      return issue.origin === 'array' ? {} : { code: 'too_low', values: { min: Number(issue.minimum) } }
    case 'too_big': {
      const values = { max: Number(issue.maximum) }
      if (issue.origin === 'string') return { code: 'too_long', values }
      return { code: issue.origin === 'array' ? 'too_many' : 'too_high', values }
    }
    default:
      return {}
  }
}

function isMissing(body: unknown, { code, path }: Issue): boolean {
  return code !== 'custom' && path.length > 0 && path.reduce(partOf, body) === undefined
}

function partOf(value: unknown, name: PropertyKey): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? value[name as keyof typeof value]
    : undefined
}

function missing(issue: Issue): string {
  return issue.code === 'invalid_value' ? `is required and ${wrong(issue)}` : 'is required'
}

function wrong(issue: Issue): string {
  if (!OF_ZOD.test(issue.message)) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${KINDS[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`
    case 'unrecognized_keys':
      return `takes no field named ${issue.keys.join(', ')}`
    case 'too_big':
      return `may ${sizeWords(issue.origin, issue.maximum)} at most`
    case 'too_small':
      return `must ${sizeWords(issue.origin, issue.minimum)} at least`
    default:
      return 'is not what is wanted here'
  }
}

function sizeWords(origin: string, size: number | bigint): string {
  if (origin === 'string') return `have ${size} characters`
  return origin === 'array' ? `have ${size} entries` : `be ${size}`
}
