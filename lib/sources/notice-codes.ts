import { z } from 'zod'
import { SOURCES } from '#lib/sources.ts'

// What a person should know or do about a source: codes with their values, which notice-words.ts words.

const list = z.string().describe('A list of the source, such as invoices')
const rows = z.int().describe('Number of rows')
/** The environment variables that configure a source. */
export const variablesSchema = z.object({ url: z.string(), key: z.string() })
export type SourceVariables = z.infer<typeof variablesSchema>

export const noticeCodeSchema = z.discriminatedUnion('code', [
  variablesSchema.extend({ code: z.literal('off'), source: z.enum(SOURCES) }),
  z.object({ code: z.literal('address'), own: z.string(), recorded: z.string(), url: z.string() }),
  z.object({ code: z.literal('no-names') }),
  z.object({ code: z.literal('unused'), name: z.string() }),
  z.object({ code: z.literal('no-currency') }),
  z.object({ code: z.literal('ignored'), filter: z.string(), list, value: z.string() }),
  z.object({ code: z.literal('refused'), filter: z.string(), list, value: z.string() }),
  z.object({ code: z.literal('dates-ignored'), list }),
  z.object({ code: z.literal('doubt'), weeks: z.int() }),
  z.object({ code: z.literal('gone'), rows, all: z.int(), list, day: z.string(), command: z.string() }),
  z.object({ code: z.literal('rejected'), rows }),
  z.object({ code: z.literal('undated'), rows, list }),
  z.object({ code: z.literal('ambiguous'), rows }),
  z.object({ code: z.literal('repaired'), days: z.int(), list, day: z.string() }),
  z.object({ code: z.literal('unchanged'), rows }),
])

/** A notice by its code, with its values. */
export type NoticeCode = z.infer<typeof noticeCodeSchema>
