import { Figure } from '#components/ui/figure.tsx'
import { FigureLink } from '#components/ui/figure-link.tsx'
import { PageLink } from '#components/ui/page-link.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceLine } from '#components/ui/source-text.tsx'
import { useWords } from '#components/ui/words.tsx'
import { UNKNOWN } from '#lib/format.ts'
import type { ChartModel, ChartPoint } from './model.ts'

/** The figures of a chart as a table, which is in the page before any script has run. */
export function ChartTable({ model }: { model: ChartModel }) {
  const t = useWords('figures')
  return (
    <details className="group mt-3 text-sm">
      <summary className="inline-flex h-7 items-center gap-1.5 rounded-md px-2 -ms-2 font-medium text-soft hover:bg-hover hover:text-ink">
        <span aria-hidden="true" className="transition-transform group-open:rotate-90">
          ›
        </span>
        <span className="group-open:hidden">{t('chart.show-table')}</span>
        <span className="hidden group-open:inline">{t('chart.hide-table')}</span>
      </summary>
      <section
        aria-label={t('chart.table', { name: model.name })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the keyboard's focus
        tabIndex={0}
        className="relative mt-2 max-h-[420px] overflow-auto"
      >
        <table className="w-full border-separate border-spacing-0 whitespace-nowrap">
          <caption className="sr-only">
            {t('chart.caption', { name: model.name, currency: model.currency })}
          </caption>
          <thead className="sticky top-0 bg-bg">
            <tr className="text-soft *:border-line *:border-b *:py-1.5 *:ps-4 *:text-end *:font-medium">
              <th scope="col" className="sticky start-0 bg-bg ps-0! text-start!">
                {model.words.bar}
              </th>
              {model.series.map((series) => (
                <th key={series.key} scope="col" className="max-w-48">
                  <SourceLine text={series.label} />
                </th>
              ))}
              <th scope="col">
                {model.words.total} ({model.currency})
              </th>
              {model.words.rate ? <th scope="col">{model.words.rate}</th> : null}
            </tr>
          </thead>
          <tbody>
            {model.points.map((point) => (
              <Row key={point.key} model={model} point={point} />
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}

function Row({ model, point }: { model: ChartModel; point: ChartPoint }) {
  const format = useFormat()
  const isKnown = point.look !== 'blank'
  return (
    <tr className="hover:bg-hover *:border-line *:border-b *:py-1 *:ps-4 *:text-end">
      <th scope="row" className="sticky start-0 bg-bg ps-0! text-start! font-normal">
        <PageLink
          href={point.href}
          className="underline decoration-edge underline-offset-2 hover:decoration-current"
        >
          {point.title}
        </PageLink>
        {point.note ? <span className="ms-2 text-faint text-xs">{point.note}</span> : null}
      </th>
      {model.series.map((series) => {
        const segment = point.segments[series.key]
        if (!segment || !isKnown) return <td key={series.key}>{UNKNOWN}</td>
        return (
          <td key={series.key}>
            <FigureLink href={segment.href} figure={{ amount: segment.amount, currency: model.currency }}>
              <Figure text={format.amount(segment.amount, model.currency)} />
            </FigureLink>
          </td>
        )
      })}
      <td className="font-medium">
        {isKnown ? (
          <FigureLink href={point.href} figure={{ amount: point.total, currency: model.currency }}>
            <Figure text={format.amount(point.total, model.currency)} />
          </FigureLink>
        ) : (
          UNKNOWN
        )}
      </td>
      {model.words.rate ? (
        <td>
          <Figure text={point.rateText} />
          {point.rateNote ? <span className="ms-2 text-wait text-xs">{point.rateNote}</span> : null}
        </td>
      ) : null}
    </tr>
  )
}
