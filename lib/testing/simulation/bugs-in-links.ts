import 'server-only'
import { sql } from 'drizzle-orm'
import type { Bug } from './bug.ts'
import { withColumn } from './other-tables.ts'

/** Mistakes in what payment links and their versions become. */
export const LINK_BUGS: readonly Bug[] = [
  {
    name: 'an older version of a link overwrites a newer one',
    replaces: {
      'sync/link-stage.ts': {
        // In 1970 every stored version lies in the future, so that no link is older than it.
        linksToWrite: (real) => (tx, after, limit) => real(tx, after, limit, new Date(0)),
      },
    },
  },
  {
    name: 'of two versions of a link in one run the older one is kept',
    replaces: {
      'sync/link-stage.ts': {
        settleStage: (real) => async (tx) => {
          await tx.execute(sql`
            update link_stage set version = oldest.version, content_hash = oldest.content_hash, given = oldest.given
            from (select distinct on (id) * from link_stage order by id, version, query_day, seq) as oldest
            where oldest.id = link_stage.id`)
          return real(tx)
        },
      },
    },
  },
  {
    name: 'other content under an equal version overwrites',
    replaces: {
      'sync/link-stage.ts': {
        linksToWrite: (real) => (tx, after, limit, now) => {
          const earlier = `source_updated_at - interval '1 microsecond'`
          const column = { table: 'invoice', name: 'source_updated_at', value: earlier }
          return withColumn(tx, column, () => real(tx, after, limit, now))
        },
      },
    },
  },
  {
    name: 'other content under an equal version is not told',
    replaces: { 'sync/link-stage.ts': { countEqualVersions: () => async () => 0 } },
  },
]
