import { sql } from 'drizzle-orm'
import { check, index, numeric, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core'
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

/** Months of a funding source with a name; they may run over the new year. */
export const season = pgTable(
  'season',
  {
    id: text('id').primaryKey(),
    fundingSource: text('funding_source').notNull(),
    name: text('name').notNull(),
    /** From 1 to 12, both included. */
    firstMonth: smallint('first_month').notNull(),
    lastMonth: smallint('last_month').notNull(),
    setAt: instant('set_at').notNull(),
    /** The name of the admin. */
    setBy: text('set_by').notNull(),
  },
  (table) => [
    index('season_funding_source').on(table.fundingSource),
    check('season_months', sql`first_month between 1 and 12 and last_month between 1 and 12`),
  ],
)
