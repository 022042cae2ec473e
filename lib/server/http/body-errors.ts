import 'server-only'
import type { z } from 'zod'

type FieldError = { param: string; detail: string }
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
export function bodyErrors(body: unknown, issues: readonly Issue[]): FieldError[] {
  return issues.map((issue) => ({
    param: issue.path.map(String).join('.') || 'body',
    detail: isMissing(body, issue) ? missing(issue) : wrong(issue),
  }))
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
  if (issue.message.startsWith('is required')) return issue.message
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
