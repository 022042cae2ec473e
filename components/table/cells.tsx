import { usePathname, useSearchParams } from 'next/navigation'
import { Figure } from '#components/ui/figure.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { type Sentence, SentenceLine, SourceLine, SourceText } from '#components/ui/source-text.tsx'
import { Tooltip } from '#components/ui/tooltip.tsx'
import { useWords } from '#components/ui/words.tsx'
import { UNKNOWN } from '#lib/format.ts'
import type { Decimal } from '#lib/money.ts'
import { isLongAmount } from './column-layout.ts'

/**
 * "—" with the reason on hover and for assistive technology. An unknown value is never shown as 0 or blank.
 */
export function UnknownCell({ reason }: { reason: string }) {
  return (
    <Tooltip content={reason} className="text-faint">
      {UNKNOWN}
      <span className="sr-only"> {reason}</span>
    </Tooltip>
  )
}

/** Text that is truncated when too long, with the full text on hover. */
export function TextCell({
  text,
  unknown,
  isSoft = false,
}: {
  text: string | null
  unknown: string
  isSoft?: boolean
}) {
  if (text === null) return <UnknownCell reason={unknown} />
  return <SourceLine text={text} className={isSoft ? 'text-soft' : undefined} />
}

type RowLinkProps = { id: string } & (
  | { text: string; sentence?: never }
  | { text?: never; sentence: Sentence }
)

/** The row's name, or a sentence about it, as a link: opens the row on click, or in a new tab like any link. */
export function RowLink({ id, text, sentence }: RowLinkProps) {
  const path = usePathname()
  const search = new URLSearchParams(useSearchParams())
  search.set('row', id)
  return (
    <a href={`${path}?${search}`} tabIndex={-1} className="block font-medium">
      {sentence ? <SentenceLine parts={sentence} /> : <SourceLine text={text} />}
    </a>
  )
}

type MoneyCellProps = { amount: Decimal | null; currency: string | null; unknown: string }

/** An exact amount after its currency code, which stands to its left in every language. */
export function MoneyCell({ amount, currency, unknown }: MoneyCellProps) {
  const t = useWords('ui')
  const format = useFormat()
  if (amount === null) return <UnknownCell reason={unknown} />
  const isLong = isLongAmount(amount)
  return (
    <span
      className={isLong ? 'long-amount' : undefined}
      title={isLong ? format.money(amount, currency) : undefined}
    >
      <bdi dir="ltr">
        {currency === null ? (
          <span title={t('cell.no-currency')} className="text-faint">
            ?
          </span>
        ) : (
          <span className="text-soft">
            <SourceText text={currency} />
          </span>
        )}{' '}
        <Figure text={format.amount(amount, currency)} />
      </bdi>
    </span>
  )
}

/** A day, or why there is none. */
export function DayCell({ day, unknown }: { day: string | null; unknown: string }) {
  const format = useFormat()
  return day === null ? <UnknownCell reason={unknown} /> : <span>{format.day(day)}</span>
}

/** An instant, shown as its day; time and zone show on hover. */
export function InstantCell({ instant }: { instant: string | null }) {
  const format = useFormat()
  if (instant === null) return <UnknownCell reason="" />
  return (
    <time dateTime={instant} title={format.instant(instant)} className="text-soft">
      {format.instantDay(instant)}
    </time>
  )
}
