import type { ReactNode } from 'react'
import { Age } from '#components/ui/age.tsx'
import { useFormat, useNow } from '#components/ui/reader.tsx'
import type { Day } from '#lib/calendar-date.ts'
import { UNKNOWN } from '#lib/format.ts'
import type { ResourceDiagnostics } from '#lib/sources/diagnostics-schema.ts'
import { RECENT_WEEKS } from '#lib/sources/recent.ts'
import type { SourceHealth } from '#lib/sources/schema.ts'
import { RESOURCE_LABELS } from '#lib/sources.ts'
import { FaultLog, LastError } from './fault-log.tsx'
import { HeldBackList } from './held-back-list.tsx'
import { MissingRanges } from './missing-ranges.tsx'
import { OpenWindows } from './open-windows.tsx'
import { RejectedRows, UnreadableRows } from './unread-rows.tsx'
import { WeekStrip } from './week-strip.tsx'

type ResourceBlockProps = {
  source: SourceHealth
  resource: SourceHealth['resources'][number]
  today: Day
  /** Details for operators; undefined for other viewers and while loading. */
  diagnostics: ResourceDiagnostics | undefined
  /** Whether to show counts of rows outside every scope, which only operators see. */
  isLookedAfter: boolean
}

/** One mirrored list of a source: row count, freshness and completeness. */
export function ResourceBlock({ source, resource, today, diagnostics, isLookedAfter }: ResourceBlockProps) {
  const format = useFormat()
  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="font-medium">{RESOURCE_LABELS[resource.resource]}</h3>
        <p>
          <span className="font-medium">{format.count(resource.rows)}</span>{' '}
          <span className="text-soft">rows</span>
        </p>
      </div>
      <WeekStrip resource={resource} today={today} />
      <dl className="mt-3 grid grid-cols-2 gap-x-6 gap-y-2 text-sm sm:grid-cols-3">
        <Fact term={`Last ${RECENT_WEEKS} weeks`}>{age(resource.recentAsOf)}</Fact>
        <Fact term="Weeks before">{age(resource.historyAsOf, resource.complete ? 'none' : undefined)}</Fact>
        <Fact term="Next reading">
          {resource.pausedSince ? 'paused' : <Due instant={resource.nextDueAt} />}
        </Fact>
        {isLookedAfter ? <RowsOfNobody resource={resource} /> : null}
      </dl>
      {diagnostics ? (
        <Diagnostics source={source} diagnostics={diagnostics} />
      ) : (
        <>
          {resource.lastError ? <LastError error={resource.lastError} /> : null}
          <MissingRanges missing={resource.missing} />
        </>
      )}
    </div>
  )
}

/** The problems of a list, most urgent first, each with its fix. */
function Diagnostics({ source, diagnostics }: { source: SourceHealth; diagnostics: ResourceDiagnostics }) {
  const list = { source: source.source, resource: diagnostics.resource }
  return (
    <>
      <FaultLog faults={diagnostics.faults} />
      <HeldBackList {...list} heldBack={diagnostics.heldBack} />
      <OpenWindows {...list} open={diagnostics.open} isPaused={source.paused !== null} />
      <RejectedRows rejected={diagnostics.rejected} />
      <UnreadableRows {...list} diagnostics={diagnostics} />
    </>
  )
}

/** Counts of rows without a single funding source, and of undated rows that no date filter returns. */
function RowsOfNobody({ resource }: Pick<ResourceBlockProps, 'resource'>) {
  const format = useFormat()
  return (
    <>
      <Fact term="Without funding source" title="Rows that no funding source claimed">
        {format.count(resource.unassigned)}
      </Fact>
      <Fact
        term="Claimed by several"
        title="Rows that more than one funding source claimed, so they belong to none"
      >
        {format.count(resource.ambiguous)}
      </Fact>
      <Fact
        term="Without a date"
        title={
          resource.undated === null
            ? 'Not known: this source gives no overall count'
            : 'Rows the source counts that no date filter returns'
        }
      >
        {resource.undated === null ? UNKNOWN : format.count(resource.undated)}
      </Fact>
    </>
  )
}

function age(instant: string | null, otherwise = 'not complete yet'): ReactNode {
  return instant === null ? otherwise : <Age instant={instant} />
}

function Fact({ term, title, children }: { term: string; title?: string; children: ReactNode }) {
  return (
    <div className="min-w-0" title={title}>
      <dt className="text-soft">{term}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** Time until an instant, kept current. */
function Due({ instant }: { instant: string | null }) {
  const format = useFormat()
  const nowMs = useNow()
  if (instant === null) return UNKNOWN
  const dueMs = Date.parse(instant)
  if (dueMs <= nowMs + 2000) return 'due now'
  return <time dateTime={instant}>in {format.age(new Date(nowMs).toISOString(), dueMs)}</time>
}
