import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { CsvButton } from '#components/charts/csv-button.tsx'
import { TableSkeleton } from '#components/figures/skeletons.tsx'
import { ScrollTable } from '#components/table/scroll-table.tsx'
import { Figure } from '#components/ui/figure.tsx'
import { FigureLink } from '#components/ui/figure-link.tsx'
import { Loaded } from '#components/ui/loaded.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { AGES } from '#lib/collections/age.ts'
import type { UnpaidByAge as Answer } from '#lib/collections/age-schema.ts'
import {
  AGE_FILE_TITLE,
  leftOutNote,
  leftOutOfAges,
  type UnpaidCell,
  type UnpaidLine,
  unpaidCsvRows,
  unpaidTable,
} from '#lib/collections/age-table.ts'
import { type CollectionsPlan, figuresFile } from '#lib/collections/collections.ts'
import { hasMissingDays } from '#lib/collections/figures.ts'
import { collectionFilters } from '#lib/collections/filters.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import { UNKNOWN } from '#lib/format.ts'
import { serializeParams } from '#lib/search-params.ts'
import { visibleText } from '#lib/visible-text.ts'

/** Outstanding amounts by days since the period's end; each cell links to its periods. */
export function UnpaidByAge({ plan }: { plan: CollectionsPlan }) {
  const t = useWords('ages')
  const titleId = useId()
  const query = useQuery(collectionQueries.unpaidByAge(plan.all))
  const { data } = query
  return (
    <section aria-labelledby={titleId} className="min-w-0">
      <div className="flex min-h-7 items-center justify-between gap-3">
        <h2 id={titleId} className="section-title">
          {t('unpaid.title')}
        </h2>
        {data && data.ages.length > 0 ? (
          <CsvButton
            what={t('unpaid.csv')}
            fileName={figuresFile(plan, 'unpaid-by-age')}
            about={{
              title: AGE_FILE_TITLE,
              filters: serializeParams(collectionFilters, plan.all),
              answer: data,
              definitions: 'ages',
              leftOut: leftOutNote(data),
            }}
            rows={() => unpaidCsvRows(data, plan)}
          />
        ) : null}
      </div>
      <p className="mb-1 text-pretty text-soft text-sm">{t('unpaid.about')}</p>
      <Loaded query={query} failure={t('unpaid.failed')} pending={<TableSkeleton rows={AGES.length + 1} />}>
        {(answer) => <Ages answer={answer} plan={plan} />}
      </Loaded>
    </section>
  )
}

function Ages({ answer, plan }: { answer: Answer; plan: CollectionsPlan }) {
  const t = useWords('ages')
  const { currencies, lines } = unpaidTable(answer, plan)
  const leftOut = leftOutOfAges(answer)
  const excluded =
    leftOut === 0 ? null : (
      <p className="mt-2 text-soft text-sm">{t('unpaid.without-currency', { count: leftOut })}</p>
    )
  if (currencies.length === 0) {
    const isUnread = hasMissingDays(answer.freshness)
    return (
      <>
        <p className="py-3 text-soft">{isUnread ? t('unpaid.unread') : t('unpaid.none')}</p>
        {excluded}
      </>
    )
  }
  const names = currencies.map((currency) =>
    currency === null ? t('unpaid.no-currency') : visibleText(currency),
  )
  return (
    <>
      <ScrollTable label={t('unpaid.title')} head={[t('unpaid.column'), ...names]} textColumns={1}>
        {lines.map((line) => (
          <AgeRow key={line.age ?? ''} line={line} />
        ))}
      </ScrollTable>
      {excluded}
    </>
  )
}

function AgeRow({ line: { age, cells } }: { line: UnpaidLine }) {
  const t = useWords('ages')
  return (
    <tr className={age === null ? 'font-medium hover:bg-hover' : 'hover:bg-hover'}>
      <th scope="row">{age === null ? t('unpaid.total') : t(`age.${age}`)}</th>
      {cells.map((cell) => (
        <AgeCell key={cell.currency ?? ''} cell={cell} />
      ))}
    </tr>
  )
}

function AgeCell({ cell }: { cell: UnpaidCell }) {
  const format = useFormat()
  const t = useWords('ages')
  const { currency, count, unknownAmounts, href, failedShare, inFlightShare } = cell
  if (count === 0) return <td className="text-faint">{t('unpaid.nothing')}</td>
  const hasShares = currency !== null && failedShare !== null && inFlightShare !== null
  return (
    <td title={currency === null ? t('unpaid.never-added') : undefined}>
      {currency === null ? (
        UNKNOWN
      ) : (
        <FigureLink href={href} figure={{ amount: cell.outstanding, currency }}>
          <Figure text={format.amount(cell.outstanding, currency)} />
        </FigureLink>
      )}
      <span className="block font-normal text-faint text-xs">
        <FigureLink href={currency === null ? href : null} figure={{ count }}>
          {t('unpaid.periods', { count })}
        </FigureLink>
      </span>
      {hasShares ? (
        <span className="block font-normal text-faint text-xs">
          {t('unpaid.parts', {
            failed: format.percent(failedShare),
            inFlight: format.percent(inFlightShare),
          })}
        </span>
      ) : null}
      {currency !== null && unknownAmounts > 0 ? (
        <span className="block font-normal text-wait text-xs">
          {t('unpaid.unknown', { count: unknownAmounts })}
        </span>
      ) : null}
    </td>
  )
}
