'use client'

import { useId } from 'react'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import type { Day } from '#lib/calendar-date.ts'
import type { SourceHealth } from '#lib/sources/schema.ts'
import { SOURCE_STATE_LABELS, SOURCE_STATE_MEANINGS, SOURCE_STATE_TONES } from '#lib/sources/state.ts'
import { NoticeList } from './notice-list.tsx'
import { RefreshSource } from './refresh-source.tsx'
import { ResourceBlock } from './resource-block.tsx'

/** One source: its state, what to know or do about it, and each of its lists. */
export function SourceSection({ source, today }: { source: SourceHealth; today: Day }) {
  const titleId = useId()
  return (
    <section
      aria-labelledby={titleId}
      className={`min-w-0 border-line border-t py-6 ${source.resources.length > 1 ? 'lg:col-span-2' : ''}`}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 id={titleId} className="font-semibold text-lg">
          {source.label}
        </h2>
        <StatusBadge
          tone={SOURCE_STATE_TONES[source.state]}
          label={SOURCE_STATE_LABELS[source.state]}
          title={SOURCE_STATE_MEANINGS[source.state]}
        />
        {source.configured ? (
          <div className="ml-auto">
            <RefreshSource source={source.source} label={source.label} />
          </div>
        ) : null}
      </div>
      {source.state === 'ok' ? null : (
        <p className="mt-1 max-w-[78ch] text-pretty text-soft">{SOURCE_STATE_MEANINGS[source.state]}</p>
      )}
      <NoticeList notices={source.notices} />
      {source.configured ? (
        <div className={`mt-4 grid gap-x-12 gap-y-7 ${source.resources.length > 1 ? 'lg:grid-cols-2' : ''}`}>
          {source.resources.map((resource) => (
            <ResourceBlock key={resource.resource} resource={resource} today={today} />
          ))}
        </div>
      ) : null}
    </section>
  )
}
