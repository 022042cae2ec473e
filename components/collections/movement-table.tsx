import { Fragment } from 'react'
import { ScrollTable } from '#components/table/scroll-table.tsx'
import { FigureLink } from '#components/ui/figure-link.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceLine } from '#components/ui/source-text.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { Day } from '#lib/calendar-date.ts'
import { type MoveChoice, movesOf, type StandingNow, type StandingThen } from '#lib/contracts/movement.ts'
import type { Moved, MovementTable } from '#lib/contracts/movement-table.ts'
import { contractsPath } from '#lib/contracts/paths.ts'
import { UNKNOWN } from '#lib/format.ts'
import { NO_CURRENCY_CHOICE } from '#lib/no-choices.ts'
import { UNASSIGNED_CHOICE } from '#lib/unassigned.ts'
import { visibleText } from '#lib/visible-text.ts'

type MovementOfCurrencyProps = {
  table: MovementTable
  then: Day | null
  fundingSources: readonly string[]
  hasTitle: boolean
}

/** The contracts of one currency: who is cured and who is worse, the table, and the same by funding source. */
export function MovementOfCurrency({ table, then, fundingSources, hasTitle }: MovementOfCurrencyProps) {
  const format = useFormat()
  const t = useWords('movement')
  const { currency, columns, of, all } = table
  const rows = table.rows.filter((row) => then !== null || of(`${row}-to-any`).count > 0)
  const name = currency === null ? t('no-currency') : visibleText(currency)
  const scope = { currency, fundingSources }
  return (
    <div className="min-w-0">
      {hasTitle ? <h3 className="mb-1 font-medium">{name}</h3> : null}
      {then === null ? null : (
        <dl className="mb-2 flex flex-wrap gap-x-8 gap-y-1">
          <Named choice="cured" moved={of('cured')} scope={scope} />
          <Named choice="worsened" moved={of('worsened')} scope={scope} />
        </dl>
      )}
      <ScrollTable
        label={t('table', { currency: name })}
        head={[
          then === null ? t('column.before') : t('column.then', { day: format.day(then) }),
          ...columns.map((now) => t(`standing.${now}`)),
          t('column.total'),
        ]}
        textColumns={1}
      >
        {rows.map((row) => (
          <tr key={row} className="hover:bg-hover">
            <th scope="row" title={hintOf(row, t)}>
              {t(`standing.${row}`)}
            </th>
            {columns.map((now) => (
              <Cell key={now} choice={`${row}-to-${now}`} moved={of(`${row}-to-${now}`)} scope={scope} />
            ))}
            <Cell choice={`${row}-to-any`} moved={of(`${row}-to-any`)} scope={scope} />
          </tr>
        ))}
        <tr className="font-medium hover:bg-hover">
          <th scope="row">{t('column.total')}</th>
          {columns.map((now) => (
            <Cell key={now} choice={`any-to-${now}`} moved={of(`any-to-${now}`)} scope={scope} />
          ))}
          <Cell choice="any-to-any" moved={all} scope={scope} />
        </tr>
      </ScrollTable>
      {table.fundingSources.length > 1 ? (
        <BySource table={table} name={name} isCompared={then !== null} />
      ) : null}
    </div>
  )
}

type Scope = { currency: string | null; fundingSources: readonly string[] }
type Part = { choice: MoveChoice; moved: Moved; scope: Scope }

function hrefOf(choice: MoveChoice, { currency, fundingSources }: Scope) {
  return contractsPath({
    moved: [choice],
    currency: [currency ?? NO_CURRENCY_CHOICE],
    funding_source: fundingSources,
  })
}

function hintOf(standing: StandingThen | StandingNow, t: ReturnType<typeof useWords<'movement'>>) {
  const hints = { new: t('hint.new'), unbilled: t('hint.unbilled'), unknown: t('hint.unknown') }
  return Object.entries(hints).find(([name]) => name === standing)?.[1]
}

/** The number of contracts that are cured or worse, and what they have outstanding. */
function Named({ choice, moved, scope }: Part & { choice: 'cured' | 'worsened' }) {
  const format = useFormat()
  const t = useWords('movement')
  const href = hrefOf(choice, scope)
  const count = format.count(moved.count)
  const amount = moved.outstanding === null ? null : format.money(moved.outstanding, scope.currency)
  return (
    <div className="flex items-baseline gap-2" title={t(`what.${choice}`, { count: moved.count })}>
      <dt className="text-soft">{t(choice)}</dt>
      <dd className="font-medium">
        <FigureLink href={moved.count > 0 ? href : null} figure={{ count: moved.count }}>
          {count}
        </FigureLink>
      </dd>
      {amount && moved.count > 0 ? (
        <dd className="text-faint text-sm">{t('outstanding', { amount })}</dd>
      ) : null}
    </div>
  )
}

/** A number of contracts that opens them. An arrow marks the cells of those that are cured or worse. */
function Cell({ choice, moved, scope }: Part) {
  const format = useFormat()
  const t = useWords('movement')
  const href = hrefOf(choice, scope)
  if (moved.count === 0) return <td className="text-faint">·</td>
  const amount = moved.outstanding === null ? UNKNOWN : format.money(moved.outstanding, scope.currency)
  const kind = kindOf(choice)
  return (
    <td title={t('outstanding', { amount })}>
      <FigureLink href={href} figure={{ count: moved.count }}>
        {kind === null ? null : (
          <>
            <span aria-hidden="true" className={kind === 'cured' ? 'text-ok' : 'text-bad'}>
              {kind === 'cured' ? '↓ ' : '↑ '}
            </span>
            <span className="sr-only">{t(kind)} </span>
          </>
        )}
        {format.count(moved.count)}
      </FigureLink>
    </td>
  )
}

function kindOf(choice: MoveChoice): 'cured' | 'worsened' | null {
  const names = ['cured', 'worsened'] as const
  return names.find((name) => movesOf(name).some((move) => move === choice)) ?? null
}

const COMPARED = ['cured', 'worsened'] as const

type BySourceProps = { table: MovementTable; name: string; isCompared: boolean }

/** The named moves by funding source. */
function BySource({ table, name, isCompared }: BySourceProps) {
  const t = useWords('movement')
  const choices = [...(isCompared ? COMPARED : []), 'new-to-any', 'any-to-unbilled'] as const
  return (
    <div className="mt-5">
      <ScrollTable
        label={t('sources', { currency: name })}
        head={[
          t('column.funding-source'),
          t('column.contracts'),
          ...(isCompared ? [t('cured'), t('worsened')] : []),
          t('standing.new'),
          t('standing.unbilled'),
        ]}
        textColumns={1}
      >
        {table.fundingSources.map(({ fundingSource, of }) => (
          <tr key={fundingSource} className="hover:bg-hover">
            <th scope="row">
              <SourceLine text={fundingSource ?? t('unassigned')} />
            </th>
            {(['any-to-any', ...choices] as const).map((choice) => (
              <Fragment key={choice}>
                <Cell
                  choice={choice}
                  moved={of(choice)}
                  scope={{
                    currency: table.currency,
                    fundingSources: [fundingSource ?? UNASSIGNED_CHOICE],
                  }}
                />
              </Fragment>
            ))}
          </tr>
        ))}
      </ScrollTable>
    </div>
  )
}
