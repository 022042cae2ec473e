import { z } from 'zod'
import { UPSTREAM_ERROR_CODES } from '#lib/problem-codes.ts'
import { daySchema, instantSchema } from '#lib/schema.ts'
import { RESOURCES, SOURCES } from '#lib/sources.ts'
import { windowReasonSchema } from '#lib/window-reasons.ts'
import { variablesSchema } from './notice-codes.ts'
import { pauseSchema } from './schema.ts'

// Details about a source for its operators, beyond its health. The server has already masked raw values.

/** A window that is not completely mirrored, and why. */
export const openWindowSchema = z.object({
  from: daySchema,
  to: daySchema.nullable(),
  state: z
    .enum(['never_read', 'partial', 'failed', 'complete'])
    .describe('complete: mirrored completely once, but its latest reading failed'),
  reason: z.string().describe('All reasons in words'),
  reasons: z.array(windowReasonSchema),
  errorCode: z.string().nullable(),
  listed: z.int().nullable().describe('Rows the source listed at the last reading'),
  counted: z.int().nullable().describe('Rows the source said there are'),
  rows: z.int().describe('Rows shown of it'),
  since: instantSchema.nullable(),
  lastCompleteAt: instantSchema.nullable(),
  nextDueAt: instantSchema.nullable().describe('null: not while the source is paused'),
  isRequested: z.boolean().describe('Someone asked for it to be read now'),
})
export type OpenWindow = z.infer<typeof openWindowSchema>

/** One fault, or the same fault several times in a row. */
export const faultSchema = z.object({
  code: z.string(),
  message: z.string(),
  fix: z.string(),
  variables: variablesSchema.describe('What configures the source'),
  week: daySchema.describe('First day of the window that met it last'),
  firstAt: instantSchema,
  lastAt: instantSchema,
  times: z.int(),
  retryAt: instantSchema.nullable().describe('Until when the source asked to be left alone'),
  isOver: z.boolean(),
})
export type SourceFault = z.infer<typeof faultSchema>

export const rejectedRowSchema = z.object({
  week: daySchema,
  code: z.enum(['no_id', 'no_object']),
  reason: z.string(),
  raw: z.string().describe('The record as JSON, masked and cut to 500 characters'),
})

/** Why a value of a row cannot be read. */
const UNREADABLE_CODES = ['date', 'not_a_number', 'too_large', 'too_many_decimals', 'other'] as const

export const unreadableRowSchema = z.object({
  id: z.string(),
  field: z.string().describe('Name of the field at the source'),
  code: z.enum(UNREADABLE_CODES),
  reason: z.string(),
  raw: z.string().nullable(),
})
export type UnreadableRow = z.infer<typeof unreadableRowSchema>

/** Rows that disappeared together. They stay until an operator confirms that they are gone. */
export const heldBackSchema = z.object({
  from: daySchema,
  to: daySchema.nullable(),
  rows: z.int(),
  of: z.int(),
  version: z.string().describe('Names this very set of rows; an act on it carries it'),
  since: instantSchema,
  isConfirmed: z.boolean().describe('Confirmed; the next complete reading acts on it'),
  confirmedBy: z.string().nullable(),
})
export type HeldBack = z.infer<typeof heldBackSchema>

export const resourceDiagnosticsSchema = z.object({
  resource: z.enum(RESOURCES),
  open: z.object({ total: z.int(), windows: z.array(openWindowSchema) }),
  faults: z.array(faultSchema).describe('The last ones, newest first'),
  rejected: z.object({ total: z.int(), rows: z.array(rejectedRowSchema) }),
  unreadable: z.object({
    total: z.int(),
    isMore: z.boolean().describe('More than were counted'),
    rows: z.array(unreadableRowSchema),
  }),
  unknownStatuses: z.int().describe('Rows whose status Furrow does not know'),
  heldBack: z.array(heldBackSchema),
})
export type ResourceDiagnostics = z.infer<typeof resourceDiagnosticsSchema>

export const CALL_OUTCOMES = ['ok', 'aborted', ...UPSTREAM_ERROR_CODES] as const
export type CallOutcome = (typeof CALL_OUTCOMES)[number]

export const callsSchema = z.object({
  from: instantSchema,
  to: instantSchema,
  total: z.int(),
  repeats: z.int().describe('Attempts beyond the first of a call'),
  outcomes: z.array(z.object({ outcome: z.enum(CALL_OUTCOMES), calls: z.int() })),
  minutes: z.array(z.object({ minute: instantSchema, ok: z.int(), failed: z.int() })),
})
export type SourceCalls = z.infer<typeof callsSchema>

export const sourceDiagnosticsSchema = z.object({
  source: z.enum(SOURCES),
  paused: pauseSchema.nullable(),
  resources: z.array(resourceDiagnosticsSchema),
  calls: callsSchema,
  asOf: instantSchema,
})
export type SourceDiagnostics = z.infer<typeof sourceDiagnosticsSchema>

export const DISAPPEARANCE_ACTIONS = ['confirm', 'withdraw'] as const
export type DisappearanceAction = (typeof DISAPPEARANCE_ACTIONS)[number]

/** A held-back disappearance after an operator confirmed it or withdrew the confirmation. */
export const disappearanceSchema = z.object({ heldBack: heldBackSchema })
export type Disappearance = z.infer<typeof disappearanceSchema>
