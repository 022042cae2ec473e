import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * The slowest files, which mostly wait. A slow file that starts last would leave the other processors idle.
 */
const LONGEST = [
  'rehearsal/installation.itest.ts',
  'lib/testing/scope.itest.ts',
  'bin/start.itest.ts',
  'lib/testing/random-filters.itest.ts',
  'lib/testing/as-of.itest.ts',
  'bin/start-mistakes/start-mistakes.itest.ts',
  'lib/server/audit-log/chain.itest.ts',
  'lib/testing/faults/source-faults.itest.ts',
  'lib/server/sync/several-workers.itest.ts',
  'lib/testing/faults/database-faults.itest.ts',
  'lib/testing/faults/clock-faults.itest.ts',
  'lib/server/sync/killed.itest.ts',
  'bin/sync.itest.ts',
  'lib/server/backup/releases.itest.ts',
  'lib/server/sync/atomicity.itest.ts',
  'lib/testing/simulation/simulation.itest.ts',
  'lib/server/backup/backup.itest.ts',
  'lib/server/sync/worker.itest.ts',
  'lib/server/sync/mass-disappearance.itest.ts',
  'lib/server/db/role-setup.itest.ts',
  'lib/server/billing-periods/list.itest.ts',
  'bin/restore.itest.ts',
  'lib/server/sources/diagnostics.itest.ts',
  'bin/audit-verify.itest.ts',
  'lib/server/contracts/movement-histories.itest.ts',
  'lib/server/collections/collected-by-age.itest.ts',
  'rehearsal/upgrade.itest.ts',
  'lib/testing/agreement.itest.ts',
  'lib/server/db/pgbouncer.itest.ts',
  'lib/server/http/body.test.ts',
]

/** Runs the slowest files of all projects first, and the rest in Vitest's own order. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((file) => moduleId.endsWith(`/${file}`))
      return at === -1 ? LONGEST.length : at
    }
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b))
  }
}
