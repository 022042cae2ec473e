import { useFormat } from '#components/ui/reader.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import type { MissingRange } from '#lib/schema.ts'

const REASONS: Record<MissingRange['reason'], string> = {
  never_read: 'Not read yet',
  partial: 'Partial',
  failed: 'Failed',
  unreadable_dates: 'May leave out rows',
}

const SHOWN = 4

/** The days that are not completely mirrored, and why. */
export function MissingRanges({ missing }: { missing: readonly MissingRange[] }) {
  if (missing.length === 0) return null
  const rest = missing.slice(SHOWN)
  return (
    <div className="mt-3 text-sm">
      <p className="font-medium">Days that are not complete</p>
      <RangeList missing={missing.slice(0, SHOWN)} />
      {rest.length > 0 ? (
        <details>
          <summary className="py-1 text-soft hover:text-ink">and {rest.length} more</summary>
          <RangeList missing={rest} />
        </details>
      ) : null}
    </div>
  )
}

function RangeList({ missing }: { missing: readonly MissingRange[] }) {
  const format = useFormat()
  return (
    <ul className="divide-y divide-line">
      {missing.map((range) => (
        <li key={`${range.from}${range.to}${range.reason}`} className="py-1">
          {format.dayRange(range.from, range.to)}
          <span className="text-soft">
            {' '}
            · {REASONS[range.reason]}: {range.detail ? <SourceText text={range.detail} /> : null}
          </span>
        </li>
      ))}
    </ul>
  )
}
