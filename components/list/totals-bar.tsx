import { Age } from '#components/ui/age.tsx'
import { Figure } from '#components/ui/figure.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { lazyComponent } from '#components/ui/lazy-component.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { richText, useWords } from '#components/ui/words.tsx'
import type { ListName } from '#lib/list-name.ts'
import { oldestReading } from '#lib/oldest-reading.ts'
import type { CurrencyTotal, Freshness } from '#lib/schema.ts'
import { visibleText } from '#lib/visible-text.ts'

const MissingList = lazyComponent(() =>
  import('#components/detail/missing-list.tsx').then((module) => module.MissingList),
)

type TotalsBarProps = {
  list: ListName
  totals: readonly CurrencyTotal[]
  freshness: readonly Freshness[]
  /** Shows newer data; null while the shown data is current. */
  onRenew: (() => void) | null
  hasAmounts?: boolean
  /** Says what the sum of a currency is, after it. */
  noteOf?: (currency: string | null) => string | null
}

/**
 * Count and sums of the whole filtered set, separate per currency, with their age and what they leave out.
 */
export function TotalsBar(props: TotalsBarProps) {
  const { list, totals, freshness, onRenew, hasAmounts = true, noteOf } = props
  const format = useFormat()
  const t = useWords('list')
  const count = totals.reduce((sum, total) => sum + total.count, 0)
  const isPartial = freshness.some((one) => !one.complete)
  const asOf = oldestReading(freshness)
  const known = totals.filter((total) => total.currency !== null && total.amount !== null)
  return (
    <section
      aria-label={isPartial ? t('totals.label-so-far', { list }) : t('totals.label', { list })}
      className="flex flex-wrap items-baseline gap-x-5 gap-y-1 border-line border-y py-2.5 text-soft"
    >
      <span>
        {richText(
          t.rich('totals.count', {
            list,
            count,
            b: (inside) => (
              <b key="b" className="font-semibold text-ink">
                {inside}
              </b>
            ),
          }),
        )}
      </span>
      {hasAmounts && known.length > 0 ? (
        <ul aria-label={isPartial ? t('totals.sums-so-far') : t('totals.sums')} className="contents">
          {known.map((total) => (
            <li
              key={total.currency}
              className="min-w-0 wrap-anywhere"
              title={t('totals.in', {
                list,
                count: total.count,
                currency: visibleText(total.currency ?? ''),
              })}
            >
              <bdi dir="ltr">
                {visibleText(total.currency ?? '')}{' '}
                <b className="font-semibold text-ink">
                  <Figure text={format.amount(total.amount ?? '0', total.currency)} />
                </b>
              </bdi>
              {noteOf ? <span className="text-sm"> {noteOf(total.currency)}</span> : null}
            </li>
          ))}
        </ul>
      ) : null}
      {hasAmounts ? <LeftOut list={list} totals={totals} /> : null}
      <span className="flex flex-wrap items-center gap-x-2 text-faint text-sm">
        {isPartial ? (
          <Popover
            isText
            title={t('totals.missing')}
            variant="quiet"
            size="sm"
            className="-my-1 h-6 px-1.5 text-wait"
            trigger={
              // The word gives the baseline, not the icon.
              <span className="flex items-baseline gap-1.5">
                <Icon name="alert" size={13} className="self-center" />
                {t('totals.incomplete')}
              </span>
            }
          >
            {() => <MissingList freshness={freshness} />}
          </Popover>
        ) : (
          <span>{t('totals.all')}</span>
        )}
        {asOf === null ? null : (
          <span className="flex gap-1.5">
            <span aria-hidden="true">·</span>
            <span>{richText(t.rich('totals.as-of', { age: () => <Age key="age" instant={asOf} /> }))}</span>
          </span>
        )}
        {onRenew ? (
          <button type="button" onClick={onRenew} className="font-medium text-accent hover:underline">
            {t('totals.renew')}
          </button>
        ) : null}
      </span>
    </section>
  )
}

/** Counts rows whose amount is in no sum, with the reason. */
function LeftOut({ list, totals }: Pick<TotalsBarProps, 'list' | 'totals'>) {
  const t = useWords('list')
  const unknown = totals.reduce((sum, total) => sum + total.unknownAmounts, 0)
  const withoutCurrency = totals.find((total) => total.currency === null)?.count ?? 0
  return (
    <>
      {unknown > 0 ? (
        <span title={t('totals.unknown-why')}>{t('totals.unknown', { count: unknown })}</span>
      ) : null}
      {withoutCurrency > 0 ? (
        <span title={t('totals.no-currency-why', { list })}>
          {t('totals.no-currency', { count: withoutCurrency })}
        </span>
      ) : null}
    </>
  )
}
