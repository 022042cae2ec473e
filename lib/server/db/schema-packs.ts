import { sql } from 'drizzle-orm'
import { bigint, boolean, check, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant } from './schema-columns.ts'

// Packs of PDFs that a viewer downloads in parts. They hold ids and outcomes, never a row or a file.

/** A set of invoices that one viewer downloads, for a week. */
export const pdfPack = pgTable('pdf_pack', {
  id: text('id').primaryKey(),
  /** The viewer, e.g. `person:…`. */
  owner: text('owner').notNull(),
  source: text('source').notNull(),
  /** True if the invoices were named by id. */
  isChosen: boolean('is_chosen').notNull(),
  /** The filters, as a query without the source. */
  filters: text('filters').notNull(),
  /** The version of the mirror from which the set was read. */
  snapshot: text('snapshot').notNull(),
  /** One for each part: what its last download from the start held; empty before the first. */
  revisions: text('revisions').array().notNull(),
  /** One for each part: whether that download was sent to its end. */
  sent: boolean('sent').array().notNull(),
  createdAt: instant('created_at').notNull(),
})

/** An invoice of a pack, and what became of its file. */
export const pdfPackFile = pgTable(
  'pdf_pack_file',
  {
    packId: text('pack_id')
      .notNull()
      .references(() => pdfPack.id, { onDelete: 'cascade' }),
    /** From 1. A file that is tried again moves to a further part. */
    part: integer('part').notNull(),
    /** The place within the pack. */
    position: integer('position').notNull(),
    invoiceId: text('invoice_id').notNull(),
    state: text('state').notNull().default('waiting'),
    /** The size, checksum (CRC-32) and SHA-256 of a whole file. */
    bytes: bigint('bytes', { mode: 'number' }),
    crc32: bigint('crc32', { mode: 'number' }),
    sha256: text('sha256'),
    /** Why a file is missing. */
    code: text('code'),
    reason: text('reason'),
  },
  (table) => [
    primaryKey({ columns: [table.packId, table.part, table.position] }),
    check('pdf_pack_file_state', sql`state in ('waiting', 'whole', 'missing')`),
  ],
)
