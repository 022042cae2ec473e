import 'server-only'
import { z } from 'zod'

/**
 * The first record of a backup. Fields added after the first release are optional, so that every file ever
 * written can be read.
 */
export const headerSchema = z.object({
  format: z.literal('furrow-backup'),
  version: z.literal(1),
  createdAt: z.iso.datetime(),
  /** The last migration of the schema that the rows were read from, by drizzle's number. */
  schema: z.number().int(),
  /** The mirror's version. */
  snapshot: z.string(),
  /** The version of Furrow that wrote the file. */
  release: z.string().optional(),
  /** The number of rows in each table, counted in the same snapshot. */
  rows: z.record(z.string(), z.number().int()).optional(),
})
export type BackupHeader = z.infer<typeof headerSchema>

/** The record before a table's data. */
export const tableSchema = z.object({ table: z.string(), columns: z.array(z.string()).min(1) })
/** The record after a table's data, with the count and checksum to verify. */
export const tableEndSchema = z.object({ rows: z.number().int(), sha256: z.string() })
/** The last record. */
export const endSchema = z.object({ end: z.literal(true), tables: z.number().int() })

/** Row counts by table. */
export type RowCounts = Record<string, number>

export type BackupProgress = (progress: {
  table: string
  /** Rows of this table so far. */
  rows: number
  /** The completed share of the whole, from 0 to 1. */
  done: number
}) => void
