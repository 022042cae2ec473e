import { ScrollTable } from '#components/table/scroll-table.tsx'
import { Figure } from '#components/ui/figure.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { PeriodChanges } from '#lib/billing-periods/changes-schema.ts'
import { UNKNOWN } from '#lib/format.ts'
import { visibleText } from '#lib/visible-text.ts'

/** The amounts of the changed billing periods then and now, and the difference, by currency. */
export function ChangeTotals({ totals }: { totals: PeriodChanges['totals'] }) {
  const format = useFormat()
  const t = useWords('changes')
  return (
    <section aria-labelledby="changes-totals">
      <h2 id="changes-totals" className="section-title mb-1">
        {t('totals.title')}
      </h2>
      <ScrollTable
        label={t('totals.title')}
        head={[
          t('column.currency'),
          t('column.difference'),
          t('column.before'),
          t('column.now'),
          t('column.periods'),
        ]}
        textColumns={1}
      >
        {totals.map(({ currency, count, before, now, difference }) => (
          <tr key={currency} className="hover:bg-hover">
            <th scope="row" title={currency === null ? t('column.no-currency') : undefined}>
              {visibleText(currency ?? UNKNOWN)}
            </th>
            {[difference, before, now].map((amount, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the three columns never move
              <td key={at}>
                {currency === null ? UNKNOWN : <Figure text={format.amount(amount, currency)} />}
              </td>
            ))}
            <td>{format.count(count)}</td>
          </tr>
        ))}
      </ScrollTable>
    </section>
  )
}
