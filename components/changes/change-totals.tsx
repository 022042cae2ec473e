import type { Route } from 'next'
import { ScrollTable } from '#components/table/scroll-table.tsx'
import { Figure } from '#components/ui/figure.tsx'
import { FigureLink } from '#components/ui/figure-link.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { RowChanges } from '#lib/changes/schema.ts'
import { UNKNOWN } from '#lib/format.ts'
import { visibleText } from '#lib/visible-text.ts'

const AMOUNTS = ['difference', 'before', 'now'] as const

/** Which list changed. */
export type ChangesOf = 'periods' | 'invoices'

/** Returns the address of the changes in one currency. */
export type HrefOfChanges = (currency: string) => Route

type ChangeTotalsProps = {
  list: ChangesOf
  totals: RowChanges<unknown>['totals']
  hrefOf: HrefOfChanges
}

/** The amounts of the changed rows then and now, and the difference, by currency. Each opens its changes. */
export function ChangeTotals({ list, totals, hrefOf }: ChangeTotalsProps) {
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
        {totals.map(({ currency, count, ...amounts }) => {
          const href = currency === null ? null : hrefOf(currency)
          return (
            <tr key={currency} className="hover:bg-hover">
              <th scope="row" title={currency === null ? t('column.no-currency') : undefined}>
                {visibleText(currency ?? UNKNOWN)}
              </th>
              {AMOUNTS.map((name) => (
                <td key={name}>
                  {currency === null ? (
                    UNKNOWN
                  ) : (
                    <FigureLink href={href} figure={{ amount: amounts[name], currency }}>
                      <Figure text={format.amount(amounts[name], currency)} />
                    </FigureLink>
                  )}
                </td>
              ))}
              <td>
                <FigureLink href={href} figure={{ count }}>
                  {format.count(count)}
                </FigureLink>
              </td>
            </tr>
          )
        })}
      </ScrollTable>
    </section>
  )
}
