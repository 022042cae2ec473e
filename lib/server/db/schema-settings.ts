import { sql } from 'drizzle-orm'
import { check, numeric, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant } from './schema-columns.ts'

// What admins set for a funding source, by the name that the mirror gives it. It stays when no row has that name any more.

/** The minimum trailing collection rate of a funding source in a currency. */
export const collectionTarget = pgTable(
  'collection_target',
  {
    fundingSource: text('funding_source').notNull(),
    currency: text('currency').notNull(),
    /** In percent. */
    percent: numeric('percent', { precision: 4, scale: 1 }).notNull(),
    setAt: instant('set_at').notNull(),
    /** The name of the admin. */
    setBy: text('set_by').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.fundingSource, table.currency] }),
    check('collection_target_percent', sql`percent > 0 and percent <= 100`),
  ],
)
