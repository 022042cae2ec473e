import type { ReactNode } from 'react'
import { PageLink } from '#components/ui/page-link.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { richText, useWords } from '#components/ui/words.tsx'
import { paths } from '#lib/paths.ts'
import type { MissingRange } from '#lib/schema.ts'
import { rangeWords } from '#lib/sources/reason-words.ts'

const SHOWN = 3

/** Lists the days that a figure misses and why; renders nothing if it misses none. */
export function MissingDays({ missing }: { missing: readonly MissingRange[] }) {
  const format = useFormat()
  const t = useWords('figures')
  const tReasons = useWords('reasons')
  // Figures come from billing periods alone.
  const name = useWords('names')('source.hello-tractor')
  if (missing.length === 0) return null
  const link = (inside: readonly ReactNode[]) => (
    <PageLink key="link" href={paths.sources} className="font-medium underline underline-offset-2">
      {inside}
    </PageLink>
  )
  const rest = missing.length - SHOWN
  return (
    <div className="mt-3 rounded-md bg-wait-soft px-3 py-2 text-sm text-wait">
      <p className="font-medium">{t('missing.title')}</p>
      <ul>
        {missing.slice(0, SHOWN).map((range) => (
          <li key={`${range.from}${range.to}${range.reason}`}>
            {range.from === null && range.to === null
              ? t('missing.all')
              : format.dayRange(range.from, range.to)}
            : <SourceText text={rangeWords(range.why, name, format.day, tReasons)} />
          </li>
        ))}
      </ul>
      <p>
        {rest > 0 ? richText(t.rich('missing.more', { count: rest, link })) : link([t('missing.sources')])}
      </p>
    </div>
  )
}
