import { richText, useWords } from '#components/ui/words.tsx'
import type { SourceCalls } from '#lib/sources/diagnostics-schema.ts'

const MINUTES = 60
const MINUTE_MS = 60_000
const CELL = 4
const HEIGHT = 20

/** The calls of the last hour: how many ended in which way, and when. */
export function CallsHour({ calls }: { calls: SourceCalls }) {
  const t = useWords('sources')
  if (calls.total === 0) return <p className="mt-4 text-sm text-soft">{t('calls.none')}</p>
  return (
    <div className="mt-5 flex flex-wrap items-end gap-x-5 gap-y-1 text-sm">
      <p className="min-w-0">
        {richText(
          t.rich('calls.total', {
            count: calls.total,
            strong: (inside) => (
              <span key="strong" className="font-medium">
                {inside}
              </span>
            ),
          }),
        )}
        <span className="text-soft">
          {calls.outcomes.map(({ outcome, calls: count }) => (
            <span key={outcome} className={outcome === 'ok' || outcome === 'aborted' ? '' : 'text-bad'}>
              {' · '}
              {t(`calls.${outcome}`, { count })}
            </span>
          ))}
          {calls.repeats > 0 ? (
            <span>
              {' · '}
              {t('calls.repeats', { count: calls.repeats })}
            </span>
          ) : null}
        </span>
      </p>
      <MinuteBars calls={calls} />
    </div>
  )
}

/** One bar per minute, failures on top. The text beside the bars says the same. */
function MinuteBars({ calls }: { calls: SourceCalls }) {
  const first = Math.floor(Date.parse(calls.to) / MINUTE_MS) - MINUTES + 1
  const most = Math.max(...calls.minutes.map(({ ok, failed }) => ok + failed), 1)
  const bars = calls.minutes.flatMap(({ minute, ok, failed }) => {
    const at = Date.parse(minute) / MINUTE_MS - first
    return at < 0 ? [] : [{ x: at * CELL, ok: heightOf(ok, most), failed: heightOf(failed, most) }]
  })
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${MINUTES * CELL} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-5 w-60 max-w-full"
    >
      <path d={`M0 ${HEIGHT - 0.5}H${MINUTES * CELL}`} stroke="var(--line)" />
      {bars.map(({ x, ok, failed }) => (
        <g key={x}>
          <rect x={x} y={HEIGHT - ok} width={CELL - 1} height={ok} fill="var(--fill-ok)" />
          <rect x={x} y={HEIGHT - ok - failed} width={CELL - 1} height={failed} fill="var(--fill-bad)" />
        </g>
      ))}
    </svg>
  )
}

/** Gives a minute with any call at least a visible height. */
function heightOf(count: number, most: number): number {
  return count === 0 ? 0 : Math.max(1.5, (count / most) * (HEIGHT - 2))
}
