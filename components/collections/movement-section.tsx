import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { CsvButton } from '#components/charts/csv-button.tsx'
import { TableSkeleton } from '#components/figures/skeletons.tsx'
import { Loaded } from '#components/ui/loaded.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { addDays } from '#lib/calendar-date.ts'
import { type CollectionsPlan, figuresFile } from '#lib/collections/collections.ts'
import { movementFilters } from '#lib/contracts/filters.ts'
import { MOVED_DAYS } from '#lib/contracts/movement.ts'
import { MOVEMENT_FILE_PENDING, MOVEMENT_FILE_TITLE, movementCsvRows } from '#lib/contracts/movement-csv.ts'
import { movementTables } from '#lib/contracts/movement-table.ts'
import { contractQueries } from '#lib/contracts/queries.ts'
import type { Movement } from '#lib/contracts/schema.ts'
import { serializeParams } from '#lib/search-params.ts'
import { MovementOfCurrency } from './movement-table.tsx'

/** Contracts by weeks behind four weeks ago and now. A failure never hides the other sections. */
export function MovementSection({ plan }: { plan: CollectionsPlan }) {
  const t = useWords('movement')
  const titleId = useId()
  const filters = { currency: plan.all.currency, funding_source: plan.fundingSources }
  const query = useQuery({ ...contractQueries.movement(filters), enabled: plan.asOf === null })
  const { data } = query
  return (
    <section aria-labelledby={titleId} className="min-w-0">
      <div className="mb-1 flex min-h-7 items-center justify-between gap-3">
        <h2 id={titleId} className="section-title">
          {t('title')}
        </h2>
        {data && data.cells.length > 0 && plan.asOf === null ? (
          <CsvButton
            what={t('csv')}
            fileName={figuresFile(plan, 'who-moved')}
            about={{
              title: MOVEMENT_FILE_TITLE,
              filters: serializeParams(movementFilters, filters),
              answer: data,
              definitions: 'movement',
              unsettled: data.pending ? MOVEMENT_FILE_PENDING : null,
            }}
            rows={() => movementCsvRows(data)}
          />
        ) : null}
      </div>
      {plan.asOf === null ? (
        <Loaded query={query} failure={t('failed')} pending={<TableSkeleton rows={6} />}>
          {(answer) => <Tables plan={plan} answer={answer} />}
        </Loaded>
      ) : (
        <p className="py-3 text-soft">{t('past')}</p>
      )}
    </section>
  )
}

function Tables({ plan, answer }: { plan: CollectionsPlan; answer: Movement }) {
  const t = useWords('movement')
  if (answer.cells.length === 0) {
    const isFiltered = plan.all.currency.length + plan.fundingSources.length > 0
    const none = isFiltered ? t('none.filtered') : t('none')
    return <p className="py-3 text-soft">{answer.pending ? t('lead.none') : none}</p>
  }
  const tables = movementTables(answer.cells, plan.currencyOrder)
  return (
    <>
      <Lead answer={answer} />
      <div className="grid grid-cols-1 gap-y-8">
        {tables.map((table) => (
          <MovementOfCurrency
            key={table.currency}
            table={table}
            then={answer.before}
            fundingSources={plan.fundingSources}
            hasTitle={tables.length > 1}
          />
        ))}
      </div>
    </>
  )
}

/** Says which days are compared, and since when there is a record of them. */
function Lead({ answer: { day, asked, before: then, since, pending } }: { answer: Movement }) {
  const format = useFormat()
  const t = useWords('movement')
  const known = then !== null && day !== null
  const lead = known
    ? t('lead', { before: format.day(then), day: format.day(day) })
    : day && t('lead.alone', { day: format.day(day) })
  const first = since && addDays(since, MOVED_DAYS)
  const missing = since
    ? t('not-yet', { since: format.day(since), from: format.day(first ?? since) })
    : t('never-yet')
  const gap =
    known && asked && asked !== then ? t('gap', { asked: format.day(asked), day: format.day(then) }) : null
  const notes = [lead, known ? gap : missing, pending ? t('pending') : null].filter(Boolean)
  return <p className="mb-3 max-w-[88ch] text-pretty text-soft text-sm">{notes.join(' ')}</p>
}
