import { ScrollTable } from '#components/table/scroll-table.tsx'
import { Figure } from '#components/ui/figure.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { RowChanges } from '#lib/changes/schema.ts'
import { UNKNOWN } from '#lib/format.ts'
import { visibleText } from '#lib/visible-text.ts'

/** Which list changed. */
export type ChangesOf = 'periods' | 'invoices'

/** The amounts of the changed rows then and now, and the difference, by currency. */
export function ChangeTotals({ list, totals }: { list: ChangesOf; totals: RowChanges<unknown>['totals'] }) {
  const format = useFormat()
  const t = useWords('changes')
  return (
    <section aria-labelledby="changes-totals">
      <h2 id="changes-totals" className="section-title mb-1">
        {t('totals.title', { list })}
      </h2>
      <ScrollTable
        label={t('totals.title', { list })}
        head={[
          t('column.currency'),
          t('column.difference'),
          t('column.before'),
          t('column.now'),
          t('column.count', { list }),
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
