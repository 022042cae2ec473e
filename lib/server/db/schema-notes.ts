import { sql } from 'drizzle-orm'
import { boolean, check, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant } from './schema-columns.ts'

/**
 * What people wrote on a row of a list, by the row's key in the mirror. It is not part of the mirror: no run changes
 * it, and it stays when the row is gone. Who sees the row sees its note.
 */
export const rowNote = pgTable(
  'row_note',
  {
    source: text('source').notNull(),
    resource: text('resource').notNull(),
    id: text('id').notNull(),
    text: text('text').notNull(),
    done: boolean('done').notNull(),
    /** A person's id. Not a reference: the note outlives the account, and then shows the name. */
    ownerId: text('owner_id'),
    /** The owner's name when the note was written. */
    ownerName: text('owner_name'),
    changedAt: instant('changed_at').notNull(),
    /** The name of the person or integration that wrote it last. */
    changedBy: text('changed_by').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.source, table.resource, table.id] }),
    index('row_note_state').on(
      table.source,
      table.resource,
      table.done,
      sql`${table.ownerId} collate "C"`,
      table.id,
    ),
    check('row_note_length', sql`char_length(text) <= 2000`),
    check('row_note_says', sql`text <> '' or done or owner_id is not null`),
    check('row_note_owner', sql`(owner_id is null) = (owner_name is null)`),
  ],
)
