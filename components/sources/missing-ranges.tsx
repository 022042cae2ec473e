import { useFormat } from '#components/ui/reader.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { MissingRange } from '#lib/schema.ts'
import { rangeWords } from '#lib/sources/reason-words.ts'
import type { Source } from '#lib/sources.ts'

const SHOWN = 4

type MissingRangesProps = { source: Source; missing: readonly MissingRange[] }

/** The days that are not completely mirrored, and why. */
export function MissingRanges({ source, missing }: MissingRangesProps) {
  const t = useWords('sources')
  if (missing.length === 0) return null
  const rest = missing.slice(SHOWN)
  return (
    <div className="mt-3 text-sm">
      <p className="font-medium">{t('missing.title')}</p>
      <RangeList source={source} missing={missing.slice(0, SHOWN)} />
      {rest.length > 0 ? (
        <details>
          <summary className="py-1 text-soft hover:text-ink">{t('more', { count: rest.length })}</summary>
          <RangeList source={source} missing={rest} />
        </details>
      ) : null}
    </div>
  )
}

function RangeList({ source, missing }: MissingRangesProps) {
  const format = useFormat()
  const t = useWords('sources')
  const tReasons = useWords('reasons')
  const name = useWords('names')(`source.${source}`)
  return (
    <ul className="divide-y divide-line">
      {missing.map((range) => (
        <li key={`${range.from}${range.to}${range.reason}`} className="py-1">
          {format.dayRange(range.from, range.to)}
          <span className="text-soft">
            {' '}
            · {t(`missing.${range.reason}`)}:{' '}
            <SourceText text={rangeWords(range.why, name, format.day, tReasons)} />
          </span>
        </li>
      ))}
    </ul>
  )
}
