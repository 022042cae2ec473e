import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { Day } from '#lib/calendar-date.ts'
import type { ResourceHealth } from '#lib/sources/schema.ts'
import { WEEK_STATES, type WeekState, weekStrip } from '#lib/sources/week-strip.ts'

const CELL = 8
const HEIGHT = 24

/** States also differ in height: the taller the bar, the more complete its week. */
const LOOKS: Record<WeekState, { height: number; fill: string }> = {
  complete: { height: 24, fill: 'var(--fill-ok)' },
  partial: { height: 15, fill: 'var(--fill-wait)' },
  failed: { height: 9, fill: 'var(--fill-bad)' },
  never_read: { height: 3, fill: 'var(--fill-draft)' },
}

/** Every mirrored week as a narrow bar, and the number of windows in each state. */
export function WeekStrip({ resource, today }: { resource: ResourceHealth; today: Day }) {
  const format = useFormat()
  const t = useWords('sources')
  const weeks = weekStrip(resource.syncFrom, today, resource.missing)
  const { total, complete, partial, failed, neverRead } = resource.windows
  const counts: Record<WeekState, number> = { complete, partial, failed, never_read: neverRead }
  const present = WEEK_STATES.filter((state) => counts[state] > 0)
  const labelOf = (state: WeekState) =>
    state === 'complete'
      ? t('week.complete', { count: complete, total })
      : t(`week.${state}`, { count: counts[state] })
  const parts = format.list(present.map(labelOf))
  return (
    <div className="mt-2">
      <svg
        role="img"
        aria-label={t('week.total', { total, parts })}
        viewBox={`0 0 ${weeks.length * CELL} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="block h-6 w-full"
      >
        {WEEK_STATES.map((state) => (
          <path key={state} d={barsOf(weeks, state)} fill={LOOKS[state].fill} />
        ))}
      </svg>
      <div className="mt-1 flex justify-between gap-3 text-faint text-xs">
        <span>{format.day(resource.syncFrom)}</span>
        <span>{t('week.today')}</span>
      </div>
      <ul className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1 text-sm text-soft">
        {present.map((state) => (
          <li key={state} className="flex items-center gap-1.5">
            <svg aria-hidden="true" width="6" height="12" viewBox="0 0 6 24" preserveAspectRatio="none">
              <rect
                y={HEIGHT - LOOKS[state].height}
                width="6"
                height={LOOKS[state].height}
                fill={LOOKS[state].fill}
              />
            </svg>
            {labelOf(state)}
          </li>
        ))}
      </ul>
    </div>
  )
}

function barsOf(weeks: ReturnType<typeof weekStrip>, state: WeekState): string {
  const { height } = LOOKS[state]
  return weeks
    .map((week, index) =>
      week.state === state
        ? `M${index * CELL} ${HEIGHT - height}h${CELL - 1.5}v${height}h${1.5 - CELL}z`
        : '',
    )
    .join('')
}
