'use client'

import { useQuery } from '@tanstack/react-query'
import { Loaded } from '#components/ui/loaded.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { Day } from '#lib/calendar-date.ts'
import { sourceQueries } from '#lib/sources/queries.ts'
import { describeSources } from '#lib/sources/state.ts'
import { SandboxNote } from './sandbox-note.tsx'
import { SourceSection } from './source-section.tsx'
import { SourcesSkeleton } from './sources-skeleton.tsx'

const LOOKED_AT_MS = 5000

/** The status of each source, how much of it is mirrored, and what to do about gaps. */
export function SourcesView({ today }: { today: Day }) {
  const t = useWords('sources')
  const tNames = useWords('names')
  const query = useQuery({ ...sourceQueries.health(), refetchInterval: LOOKED_AT_MS })
  return (
    <Loaded query={query} failure={t('failed')} pending={<SourcesSkeleton />}>
      {(data) => (
        <div className="mx-auto max-w-[1240px] px-4 pt-5 pb-12 md:px-8 md:pt-7">
          <h1 className="page-title">{describeSources(data, t, tNames)}</h1>
          <p className="mt-0.5 max-w-[68ch] text-pretty text-soft">{t('intro')}</p>
          {query.error ? (
            <p role="alert" className="mt-3 text-bad">
              {t('stale')}
            </p>
          ) : null}
          {data.isSandbox ? <SandboxNote /> : null}
          <div className="mt-7 grid gap-x-12 lg:grid-cols-2">
            {data.sources.map((source) => (
              <SourceSection key={source.source} source={source} today={today} mayAct={data.mayAct} />
            ))}
          </div>
        </div>
      )}
    </Loaded>
  )
}
