import { Age } from '#components/ui/age.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import type { Freshness, MissingRange } from '#lib/schema.ts'
import { RESOURCE_LABELS, SOURCE_LABELS } from '#lib/sources.ts'

const REASONS: Record<MissingRange['reason'], string> = {
  never_read: 'not read yet',
  partial: 'read, but the count differs from the source',
  failed: 'could not be read',
  unreadable_dates: 'may leave out rows',
}
const MAX_SHOWN = 8

/** The days that a response leaves out, and why. */
export function MissingList({ freshness }: { freshness: readonly Freshness[] }) {
  const format = useFormat()
  return (
    <div className="max-w-sm p-3">
      <p className="font-medium">These figures are not totals yet</p>
      <p className="text-soft text-sm">They may leave out rows, for the reasons below.</p>
      {freshness
        .filter((one) => !one.complete)
        .map((one) => (
          <section key={`${one.source} ${one.resource}`} className="mt-3">
            <h3 className="text-sm font-medium">
              {SOURCE_LABELS[one.source]} · {RESOURCE_LABELS[one.resource]}
            </h3>
            <ul className="text-sm text-soft">
              {one.missing.slice(0, MAX_SHOWN).map((range) => (
                <li key={`${range.from} ${range.to} ${range.reason}`} className="mt-1">
                  <span className="text-ink">
                    {range.from === null && range.to === null
                      ? 'All days'
                      : format.dayRange(range.from, range.to)}
                  </span>{' '}
                  {REASONS[range.reason]}
                  {range.detail ? (
                    <span className="block text-faint">
                      <SourceText text={range.detail} />
                    </span>
                  ) : null}
                </li>
              ))}
              {one.missing.length > MAX_SHOWN ? (
                <li className="mt-1">and {format.count(one.missing.length - MAX_SHOWN)} more</li>
              ) : null}
            </ul>
            {one.historyAsOf ? (
              <p className="mt-1 text-faint text-sm">
                Older weeks as of <Age instant={one.historyAsOf} />
              </p>
            ) : null}
          </section>
        ))}
    </div>
  )
}
