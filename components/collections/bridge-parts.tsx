import type { ReactNode } from 'react'
import { ScrollTable } from '#components/table/scroll-table.tsx'
import { Figure } from '#components/ui/figure.tsx'
import { PageLink } from '#components/ui/page-link.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceLine } from '#components/ui/source-text.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { ExplainedChange, RateBridge } from '#lib/collections/bridge-schema.ts'
import { type BridgeLine, bridgeTables, type SourceLine as Line } from '#lib/collections/bridge-table.ts'
import { signedPoints } from '#lib/collections/format-figures.ts'
import { UNKNOWN } from '#lib/format.ts'
import { visibleText } from '#lib/visible-text.ts'

type BridgePartsProps = { answer: RateBridge; explained: ExplainedChange }

/** The change of the rate, and its parts by funding source and by contracts. */
export function BridgeParts({ answer, explained }: BridgePartsProps) {
  const format = useFormat()
  const t = useWords('bridge')
  const { rates, change, fundingSources, contracts, largest } = bridgeTables(answer, explained)
  const { days, before, beforeAsOf } = answer
  const currency = visibleText(answer.currency)
  const total = { change, largest, rates }
  const columns = [
    t('column.together'),
    t('column.performance'),
    t('column.mix'),
    t('column.rate'),
    t('column.share'),
  ]
  return (
    <>
      <p className="mt-2 flex flex-wrap items-baseline gap-x-3">
        <span className="font-medium text-lg">
          {t('lead.rate', { currency, was: format.percent(rates.was), now: format.percent(rates.now) })}
        </span>
        <span className="font-medium">
          <Figure text={signedPoints(change, format)} />
        </span>
        <span className="text-soft">
          {t('lead.dates', {
            days: format.dayRange(days.from, days.to),
            before: format.dayRange(before.from, before.to),
            day: beforeAsOf === null ? UNKNOWN : format.instantDay(beforeAsOf),
          })}
        </span>
      </p>
      <div className="mt-2 grid grid-cols-1 gap-y-5">
        <ScrollTable
          label={t('table.sources', { currency })}
          head={[t('column.funding-source'), ...columns]}
          textColumns={1}
        >
          {fundingSources.lines.map((line) => (
            <PartRow
              key={line.fundingSource ?? ''}
              line={line}
              hrefs={line.hrefs}
              largest={largest}
              name={<SourceLine text={line.fundingSource ?? t('unassigned')} />}
            />
          ))}
          <TotalRow {...total} effects={fundingSources.total} />
        </ScrollTable>
        <ScrollTable
          label={t('table.contracts', { currency })}
          head={[t('column.contracts'), ...columns]}
          textColumns={1}
        >
          {contracts.lines.map((line) => (
            <PartRow
              key={line.contracts}
              line={line}
              hrefs={null}
              largest={largest}
              hint={t(`hint.${line.contracts}`)}
              name={
                <>
                  {t(`contracts.${line.contracts}`)}{' '}
                  {line.contracts === 'unnamed' ? null : (
                    <span className="ms-1 text-faint text-xs">{format.count(line.count)}</span>
                  )}
                </>
              }
            />
          ))}
          <TotalRow {...total} effects={contracts.total} />
        </ScrollTable>
      </div>
      <p className="mt-2 max-w-[88ch] text-pretty text-faint text-sm">{t('rule')}</p>
    </>
  )
}

type PartRowProps = {
  line: BridgeLine
  name: ReactNode
  hint?: string
  hrefs: Line['hrefs'] | null
  largest: number
}

function PartRow({ line, name, hint, hrefs, largest }: PartRowProps) {
  const format = useFormat()
  const t = useWords('bridge')
  const { rates, shares, kind } = line
  return (
    <tr className="hover:bg-hover">
      <th scope="row" title={hint}>
        {name}
      </th>
      <td>
        <Bar share={line.together} largest={largest} />
        <Figure text={signedPoints(line.together, format)} />
      </td>
      <td>
        <Figure text={signedPoints(line.performance, format)} />
      </td>
      <td>
        <Figure text={signedPoints(line.mix, format)} />
      </td>
      <td>
        <Opens
          href={hrefs?.was ?? null}
          title={t('open.was')}
          text={format.percent(rates.was)}
          isNothing={kind === 'new'}
        />
        <Arrow />
        <Opens
          href={hrefs?.now ?? null}
          title={t('open.now')}
          text={format.percent(rates.now)}
          isNothing={kind === 'ended'}
        />
      </td>
      <td className="text-soft">
        <Figure text={format.percent(shares.was ?? 0)} />
        <Arrow />
        <Figure text={format.percent(shares.now ?? 0)} />
      </td>
    </tr>
  )
}

function Arrow() {
  return (
    <span aria-hidden="true" className="mx-1 inline-block text-faint rtl:-scale-x-100">
      →
    </span>
  )
}

type OpensProps = {
  href: Parameters<typeof PageLink>[0]['href'] | null
  title: string
  text: string
  isNothing: boolean
}

/** A rate that opens its billing periods. */
function Opens({ href, title, text, isNothing }: OpensProps) {
  const t = useWords('bridge')
  if (isNothing) return <span title={t('nothing-billed')}>{UNKNOWN}</span>
  if (href === null) return <Figure text={text} />
  return (
    <PageLink href={href} title={title} className="hover:underline">
      <Figure text={text} />
    </PageLink>
  )
}

type TotalRowProps = {
  rates: { was: number | null; now: number | null }
  change: number
  effects: { performance: number; mix: number }
}

function TotalRow({ rates, change, effects }: TotalRowProps) {
  const format = useFormat()
  const t = useWords('bridge')
  return (
    <tr className="font-medium hover:bg-hover">
      <th scope="row">{t('total')}</th>
      <td>
        <Figure text={signedPoints(change, format)} />
      </td>
      <td>
        <Figure text={signedPoints(effects.performance, format)} />
      </td>
      <td>
        <Figure text={signedPoints(effects.mix, format)} />
      </td>
      <td>
        <Figure text={format.percent(rates.was)} />
        <Arrow />
        <Figure text={format.percent(rates.now)} />
      </td>
      <td />
    </tr>
  )
}

const HATCHED = 'repeating-linear-gradient(135deg, var(--fill-bad) 0 2px, var(--bg) 2px 4px)'

/** A bar from the middle: to the end and filled where a part raises the rate, to the start and hatched where it lowers it. */
function Bar({ share, largest }: { share: number; largest: number }) {
  const width = largest === 0 ? 0 : (Math.abs(share) / largest) * 50
  const isDown = share < 0
  return (
    <span aria-hidden="true" className="relative me-2 inline-block h-2.5 w-16 align-middle md:me-3 md:w-28">
      <span className="absolute inset-y-[-3px] start-1/2 w-px bg-edge" />
      <span
        className="absolute inset-y-0"
        style={{
          insetInlineStart: `${isDown ? 50 - width : 50}%`,
          width: `${width}%`,
          background: isDown ? HATCHED : 'var(--fill-ok)',
          outline: isDown && width > 0 ? '1px solid var(--fill-bad)' : undefined,
          outlineOffset: '-1px',
        }}
      />
    </span>
  )
}
