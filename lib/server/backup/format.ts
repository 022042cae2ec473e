import 'server-only'
import { z } from 'zod'

/**
 * First record of a backup. Fields beyond those of the first release are optional, so that every file ever written can be
 * read.
 */
export const headerSchema = z.object({
  format: z.literal('furrow-backup'),
  version: z.literal(1),
  createdAt: z.iso.datetime(),
  /** The last migration of the schema the rows were read from, as drizzle numbers it. */
  schema: z.number().int(),
  /** The mirror's version. */
  snapshot: z.string(),
  /** The version of Furrow that wrote the file. */
  release: z.string().optional(),
  /** Rows of each table, counted in the same snapshot. */
  rows: z.record(z.string(), z.number().int()).optional(),
})
export type BackupHeader = z.infer<typeof headerSchema>

/** Stands before the data of a table. */
export const tableSchema = z.object({ table: z.string(), columns: z.array(z.string()).min(1) })
/** Stands behind it: what must have arrived. */
export const tableEndSchema = z.object({ rows: z.number().int(), sha256: z.string() })
/** Last record. */
export const endSchema = z.object({ end: z.literal(true), tables: z.number().int() })

/** Rows by table. */
export type RowCounts = Record<string, number>

export type BackupProgress = (progress: {
  table: string
  /** Rows of the table so far. */
  rows: number
  /** How much of the whole is done, from 0 to 1. */
  done: number
}) => void
