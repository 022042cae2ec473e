import { Figure } from '#components/ui/figure.tsx'
import { FigureLink } from '#components/ui/figure-link.tsx'
import { PageLink } from '#components/ui/page-link.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { addDays } from '#lib/calendar-date.ts'
import type { CollectionsPlan } from '#lib/collections/collections.ts'
import type { AgeCell, CollectedWeek } from '#lib/collections/triangle-schema.ts'
import { cellHref, TRIANGLE_AGES, weekHref } from '#lib/collections/triangle-table.ts'
import { type Format, UNKNOWN } from '#lib/format.ts'
import { visibleText } from '#lib/visible-text.ts'
import type { Words } from '#lib/words/words.ts'
import { cellStyle, RUNNING_CLASS } from './age-mark.tsx'

type TriangleTableProps = { currency: string; weeks: readonly CollectedWeek[]; plan: CollectionsPlan }

/** The billing weeks of one currency, newest first, with their shares by age. */
export function TriangleTable({ currency, weeks, plan }: TriangleTableProps) {
  const format = useFormat()
  const t = useWords('ages')
  return (
    <section
      aria-label={t('collected.of-currency', { currency: visibleText(currency) })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the keyboard's focus
      tabIndex={0}
      className="relative max-h-[480px] overflow-auto"
    >
      <table className="w-full border-separate border-spacing-0 whitespace-nowrap text-sm">
        <thead className="sticky top-0 z-10 bg-bg">
          <tr className="text-soft *:border-line *:border-b *:px-2 *:py-1.5 *:text-end *:font-medium">
            <th scope="col" className="sticky start-0 bg-bg ps-0! text-start!">
              {t('collected.week')}
            </th>
            <th scope="col">
              {t('collected.billed')} ({visibleText(currency)})
            </th>
            {TRIANGLE_AGES.map((age) => (
              <th key={age} scope="col">
                {format.count(age)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <WeekRow key={week.week} week={week} plan={plan} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function WeekRow({ week, plan }: { week: CollectedWeek; plan: CollectionsPlan }) {
  const format = useFormat()
  const t = useWords('ages')
  return (
    <tr className="*:border-line *:border-b *:px-2 *:py-1 *:text-end">
      <th scope="row" className="sticky start-0 bg-bg ps-0! text-start! font-normal">
        <PageLink
          href={weekHref(week, plan)}
          className="underline decoration-edge underline-offset-2 hover:decoration-current"
        >
          {format.dayRange(week.week, addDays(week.week, 6))}
        </PageLink>
      </th>
      <td>
        <FigureLink href={weekHref(week, plan)} figure={{ amount: week.billed, currency: week.currency }}>
          <Figure text={format.amount(week.billed, week.currency)} />
        </FigureLink>
        {week.unknownAmounts > 0 ? (
          <span title={t('collected.unknown-hint')} className="ms-2 text-wait text-xs">
            {t('collected.unknown', { count: week.unknownAmounts })}
          </span>
        ) : null}
      </td>
      {TRIANGLE_AGES.map((age) => {
        const cell = week.cells[age]
        return cell ? <ShareCell key={age} cell={cell} week={week} plan={plan} /> : <td key={age} />
      })}
    </tr>
  )
}

type ShareCellProps = { cell: AgeCell; week: CollectedWeek; plan: CollectionsPlan }

function ShareCell({ cell, week, plan }: ShareCellProps) {
  const format = useFormat()
  const t = useWords('ages')
  const href = cellHref(cell, week, plan)
  const label = labelOf(cell, week, format, t)
  const text = cell.share === null ? UNKNOWN : format.percent(cell.share)
  return (
    <td
      title={label}
      style={cellStyle(cell)}
      className={`${cell.state === 'running' ? RUNNING_CLASS : ''} ${cell.share === null ? 'text-faint' : ''}`}
    >
      {href === null ? (
        <>
          <span aria-hidden="true">{text}</span>
          <span className="sr-only">{label}</span>
        </>
      ) : (
        <FigureLink
          href={href}
          figure={{ share: cell.collected ?? '0', currency: week.currency }}
          aria-label={label}
        >
          <Figure text={text} />
        </FigureLink>
      )}
    </td>
  )
}

/** Says what a cell shows, until when it counts, and what is uncertain about it. */
function labelOf(cell: AgeCell, week: CollectedWeek, format: Format, t: Words<'ages'>): string {
  const { state, share, otherShare, collected, until } = cell
  if (collected === null) return t('state.not_observed')
  const [day, billed] = [format.day(until), format.money(week.billed, week.currency)]
  const shown = share === null ? `${UNKNOWN} (${t('collected.no-share')})` : format.percent(share)
  const what =
    otherShare === null
      ? t('collected.cell', { share: shown, billed, amount: format.money(collected, week.currency), day })
      : t('collected.cell-or', { share: shown, other: format.percent(otherShare), billed, day })
  return state === 'known' ? what : `${what}. ${t(`state.${state}`)}`
}
