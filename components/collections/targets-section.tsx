import { useQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import { useId } from 'react'
import { CsvButton } from '#components/charts/csv-button.tsx'
import { Loaded } from '#components/ui/loaded.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { targetFilters } from '#lib/collections/filters.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import type { Targets } from '#lib/collections/target-schema.ts'
import { TARGET_FILE_TITLE, targetCsvRows, targetLines } from '#lib/collections/target-table.ts'
import { serializeParams } from '#lib/search-params.ts'
import { TargetsTable } from './targets-table.tsx'

type TargetsSectionProps = {
  currencies: readonly string[]
  fundingSources: readonly string[]
  asOf: string | null
  /** True for the report: the latest point alone, without its amounts. */
  isShort?: boolean
  className?: string
}

/**
 * The trailing rates beside the targets that admins set. Without any in scope there is no section. A failure never hides
 * the other sections.
 */
export function TargetsSection(props: TargetsSectionProps) {
  const { currencies, fundingSources, asOf, isShort = false, className } = props
  const t = useWords('targets')
  const titleId = useId()
  const filters = { currency: currencies, funding_source: fundingSources }
  const query = useQuery(collectionQueries.targets(filters))
  const { data } = query
  // Most installations have no targets: a placeholder would only move what follows.
  if (data ? data.targets.length === 0 : query.error === null) return null
  return (
    <section aria-labelledby={titleId} className={clsx('min-w-0', className)}>
      <div className="flex min-h-7 items-center justify-between gap-3">
        <h2 id={titleId} className="section-title">
          {t('title')}
        </h2>
        {data && asOf === null ? (
          <CsvButton
            what={t('csv')}
            fileName={`targets-${data.today}`}
            about={{
              title: TARGET_FILE_TITLE,
              filters: serializeParams(targetFilters, filters),
              answer: data,
              definitions: 'targets',
            }}
            rows={() => targetCsvRows(data)}
          />
        ) : null}
      </div>
      {asOf === null ? (
        <Loaded query={query} failure={t('failed')} pending={null}>
          {(answer) => <Comparison answer={answer} isShort={isShort} />}
        </Loaded>
      ) : (
        <p className="py-3 text-soft">{t('past')}</p>
      )}
    </section>
  )
}

function Comparison({ answer, isShort }: { answer: Targets; isShort: boolean }) {
  const format = useFormat()
  const t = useWords('targets')
  const lines = targetLines(answer)
  const [first] = lines
  if (!first) return null
  const { from, to } = first.latest
  return (
    <>
      <p className="mb-2 max-w-[88ch] text-pretty text-soft text-sm">
        {[t('about', { days: format.dayRange(from, to) }), isShort ? null : t('known')]
          .filter(Boolean)
          .join(' ')}
      </p>
      <TargetsTable lines={lines} isShort={isShort} />
      <p className="mt-2 max-w-[88ch] text-pretty text-faint text-sm">{t('rule')}</p>
    </>
  )
}
