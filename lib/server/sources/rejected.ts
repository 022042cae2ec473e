import 'server-only'
import type { Executor } from '#lib/server/db/client.ts'
import type { MirroredList } from '#lib/server/lists/mirrored-list.ts'
import type { ResourceCare } from '#lib/sources/care-schema.ts'
import { factsNamed, numberIn, readFacts } from './facts.ts'

const SHOWN = 100

/**
 * Reads samples of rows that could not be mirrored for lack of a readable id, newest weeks first. Their raw
 * text was masked before it was stored.
 */
export async function readRejected(
  tx: Executor,
  { source, resource }: MirroredList,
): Promise<ResourceCare['rejected']> {
  const own = (await readFacts(tx)).filter((fact) => fact.source === source && fact.resource === resource)
  const weeks = factsNamed(own, 'rejected_rows').sort((a, b) => (a.subject < b.subject ? 1 : -1))
  return {
    total: weeks.reduce((sum, { fact }) => sum + numberIn(fact, 'count'), 0),
    rows: weeks
      .flatMap(({ subject: week, fact }) =>
        samplesOf(fact.value.samples).map((sample) => ({ week, ...sample })),
      )
      .slice(0, SHOWN),
  }
}

function samplesOf(samples: unknown): { reason: string; raw: string }[] {
  if (!Array.isArray(samples)) return []
  return samples.flatMap((sample: unknown) => {
    if (typeof sample !== 'object' || sample === null || !('reason' in sample) || !('raw' in sample))
      return []
    return [{ reason: String(sample.reason), raw: String(sample.raw) }]
  })
}
