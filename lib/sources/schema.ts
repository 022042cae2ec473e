import { z } from 'zod'
import { daySchema, freshnessSchema, instantSchema } from '#lib/schema.ts'
import { RESOURCES, SOURCES } from '#lib/sources.ts'
import { noticeCodeSchema, variablesSchema } from './notice-codes.ts'

/** A message about a source that a person should know or act on: by its code, and in English. */
export const noticeSchema = z.object({
  level: z.enum(['info', 'warning', 'error']),
  message: z.string(),
  fix: z.string().nullable(),
  notice: noticeCodeSchema.describe('The same as a code with its values'),
  isListed: z.boolean().describe('Whether the diagnostics of the source list what this notice is about'),
})
export type Notice = z.infer<typeof noticeSchema>

/**
 * Status of a source. `never_read` means that the source is connected but none of its windows was read yet.
 */
export const SOURCE_STATES = ['ok', 'reading', 'partial', 'failing', 'paused', 'off', 'never_read'] as const

export const pauseSchema = z.object({
  since: instantSchema,
  by: z.string().nullable().describe('Who paused it; null for those who need not know'),
})

export const resourceHealthSchema = freshnessSchema.omit({ source: true, unreadableDates: true }).extend({
  rows: z.int(),
  windows: z.object({
    total: z.int(),
    complete: z.int(),
    partial: z.int(),
    failed: z.int(),
    neverRead: z.int(),
  }),
  lastRunAt: instantSchema.nullable(),
  nextDueAt: instantSchema.nullable(),
  lastError: z
    .object({
      code: z.string(),
      message: z.string(),
      fix: z.string(),
      variables: variablesSchema
        .nullable()
        .describe('What configures the source; null for those who need not know'),
      at: instantSchema,
    })
    .nullable(),
  unassigned: z.int().describe('Rows without one funding source'),
  ambiguous: z.int().describe('Rows claimed by more than one funding source'),
  undated: z.int().nullable().describe('Rows upstream counts that no date filter returned; null: not known'),
  syncFrom: daySchema,
  historyFrom: instantSchema
    .nullable()
    .describe('Since when changes are kept, for `since` and `as_of`; null: not yet'),
})
export type ResourceHealth = z.infer<typeof resourceHealthSchema>

export const sourceHealthSchema = z.object({
  source: z.enum(SOURCES),
  label: z.string(),
  configured: z.boolean(),
  outOfScope: z
    .string()
    .nullable()
    .describe('Why no row of it can ever be shown to the viewer; null where some may be'),
  state: z.enum(SOURCE_STATES),
  paused: pauseSchema.nullable(),
  notices: z.array(noticeSchema),
  resources: z.array(resourceHealthSchema.extend({ resource: z.enum(RESOURCES) })),
})
export type SourceHealth = z.infer<typeof sourceHealthSchema>

export const sourcesSchema = z.object({
  isSandbox: z.boolean(),
  mayAct: z
    .boolean()
    .describe('Whether the viewer may see the diagnostics of a source, and refresh or pause it'),
  sources: z.array(sourceHealthSchema),
  snapshot: z.string(),
  asOf: instantSchema,
})
export type Sources = z.infer<typeof sourcesSchema>

/** Whether a source is paused, after pausing or resuming. */
export const pauseAnswerSchema = z.object({ paused: pauseSchema.nullable() })
export type PauseAnswer = z.infer<typeof pauseAnswerSchema>

/** Response to a refresh request; the windows are read later. */
export const refreshSchema = z.object({
  requested: z.int().describe('Windows that will be read as soon as possible'),
})
export type Refresh = z.infer<typeof refreshSchema>

/** Filter choices of one list in the viewer's scope, each with its number of rows. */
export const filterOptionsSchema = z.object({
  options: z.record(z.string(), z.array(z.object({ value: z.string(), label: z.string(), count: z.int() }))),
  more: z
    .record(
      z.string(),
      z.object({
        total: z.int().describe('How many choices there are'),
        find: z.string().describe('Address that searches them: add `find`, any part of a value or name'),
      }),
    )
    .describe('The filters whose list holds only the most frequent choices'),
  seasons: z
    .array(z.object({ fundingSource: z.string(), name: z.string(), firstMonth: z.int(), lastMonth: z.int() }))
    .optional()
    .describe('The seasons of the funding sources in scope; left out where one filter is asked for'),
  snapshot: z.string(),
})
export type FilterOptions = z.infer<typeof filterOptionsSchema>

/** Payload of a `changed` event of /api/events. */
export const mirrorChangeSchema = z.object({
  snapshot: z.string().describe('Version the mirror has reached'),
  lists: z.array(z.object({ source: z.enum(SOURCES), resource: z.enum(RESOURCES) })),
})
export type MirrorChange = z.infer<typeof mirrorChangeSchema>
