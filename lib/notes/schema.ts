import { z } from 'zod'
import { instantSchema } from '#lib/schema.ts'

/**
 * Whether the owner of a note can still work on it: `outside` means that the row is outside their funding sources now,
 * `removed` that the account does not exist any more.
 */
export const OWNER_STATES = ['active', 'disabled', 'outside', 'removed'] as const
export type OwnerState = (typeof OWNER_STATES)[number]

export const noteSchema = z.object({
  text: z.string().describe('Plain text of at most 2,000 characters; can be empty'),
  done: z.boolean(),
  owner: z.object({ id: z.string(), name: z.string(), state: z.enum(OWNER_STATES) }).nullable(),
  changedAt: instantSchema,
  changedBy: z.string().describe('The name of who wrote it last'),
  version: z.string().describe('Changes with every change of the note'),
})
export type RowNote = z.infer<typeof noteSchema>

/** The field of a row in lists. */
export const noteInListSchema = noteSchema
  .optional()
  .describe('In lists, where the row has one: what people wrote on it, as it is now, with `as_of` too')

export const noteAnswerSchema = z.object({
  note: noteSchema.nullable(),
  mayWrite: z.boolean().describe('True for operators and admins'),
})
export type NoteAnswer = z.infer<typeof noteAnswerSchema>

export const noteOwnersSchema = z.object({
  people: z
    .array(z.object({ id: z.string(), name: z.string(), role: z.enum(['financier', 'operator', 'admin']) }))
    .describe('By name; only people who may see rows of all the funding sources'),
})
export type NoteOwners = z.infer<typeof noteOwnersSchema>

export const markedSchema = z.object({ marked: z.int().describe('How many notes were written') })
export type Marked = z.infer<typeof markedSchema>
