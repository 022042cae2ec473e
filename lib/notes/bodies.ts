import { z } from 'zod'
import { faultOfText } from '#lib/people/text.ts'
import { RESOURCES, SOURCES } from '#lib/sources.ts'
import { MAX_MARKED, MAX_NOTE } from './limits.ts'

const text = z
  .string('must be text')
  .overwrite((given) => given.replace(/\r\n?/g, '\n').trim())
  .superRefine((given, context) => {
    const length = [...given].length
    const fault =
      length > MAX_NOTE
        ? {
            code: 'too_long' as const,
            values: { max: MAX_NOTE },
            detail: `must have at most ${MAX_NOTE} characters`,
          }
        : given === ''
          ? null
          : faultOfText(given)
    if (fault === null) return
    const { detail, ...named } = fault
    context.addIssue({ code: 'custom', message: detail, params: { fault: named } })
  })

const id = z.string().min(1, 'must be an id of a list').max(200, 'must have at most 200 characters')
const list = { source: z.enum(SOURCES), resource: z.enum(RESOURCES) }
const owner = z.string().min(1).max(200)

export const writeNoteBodySchema = z.strictObject({
  ...list,
  id,
  text,
  done: z.boolean(),
  owner: owner.nullable().describe('The id of a person who may see the row; null: nobody'),
  version: z
    .string()
    .max(64)
    .describe('The version of the note that was looked at; empty where there was none'),
})
export type WriteNoteBody = z.infer<typeof writeNoteBodySchema>

export const markRowsBodySchema = z.strictObject({
  ...list,
  ids: z.array(id).min(1, 'must name a row').max(MAX_MARKED, `may name ${MAX_MARKED} rows at most`),
  text: text.describe('Added below the text that a note has; empty: nothing is added'),
  done: z.boolean().nullable().describe('null: as it is'),
  owner: owner.nullable().optional().describe('null: nobody; left out: as it is'),
})
export type MarkRowsBody = z.infer<typeof markRowsBodySchema>
