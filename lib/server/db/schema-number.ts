import 'server-only'
import journal from '#lib/server/db/migrations/meta/_journal.json' with { type: 'json' }

/** The schema version that this release reads and writes: the number (a timestamp) of its last migration. */
export const SCHEMA = journal.entries.at(-1)?.when ?? 0
