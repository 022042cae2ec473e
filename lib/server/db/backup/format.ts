import 'server-only'
import { z } from 'zod'

/** First record of a backup. */
export const headerSchema = z.object({
  format: z.literal('furrow-backup'),
  version: z.literal(1),
  createdAt: z.iso.datetime(),
  /** The last migration of the schema the rows were read from, as drizzle numbers it. */
  schema: z.number().int(),
  /** The mirror's version. */
  snapshot: z.string(),
})
export type BackupHeader = z.infer<typeof headerSchema>

/** Stands before the data of a table. */
export const tableSchema = z.object({ table: z.string(), columns: z.array(z.string()).min(1) })
/** Stands behind it: what must have arrived. */
export const tableEndSchema = z.object({ rows: z.number().int(), sha256: z.string() })
/** Last record. */
export const endSchema = z.object({ end: z.literal(true), tables: z.number().int() })

export type BackupProgress = (table: string, rows: number) => void
