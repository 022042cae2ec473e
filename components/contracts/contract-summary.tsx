import { DetailSection } from '#components/detail/detail-parts.tsx'
import { Field, FieldList } from '#components/detail/field-list.tsx'
import { DayCell, MoneyCell } from '#components/table/cells.tsx'
import { Figure } from '#components/ui/figure.tsx'
import { FigureLink } from '#components/ui/figure-link.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { useWords } from '#components/ui/words.tsx'
import { billingPeriodsPath } from '#lib/billing-periods/paths.ts'
import type { Day } from '#lib/calendar-date.ts'
import { printRate } from '#lib/collections/print-figure.ts'
import { type ContractFigureName, contractFigure } from '#lib/contracts/figures.ts'
import { periodsOf } from '#lib/contracts/paths.ts'
import type { Contract, ContractDetail } from '#lib/contracts/schema.ts'
import { BehindText } from './behind-text.tsx'
import { ContractLink } from './contract-link.tsx'
import { ContractsAgeNote } from './contracts-age-note.tsx'
import { WeekStrip } from './week-strip.tsx'

type ContractSummaryProps = {
  detail: ContractDetail
  today: Day
  /** True if the contract is the page itself, not a pane beside the list. */
  isPage?: boolean
}

/** A contract in full, without its periods. */
export function ContractSummary({ detail, today, isPage = false }: ContractSummaryProps) {
  const Heading = isPage ? 'h1' : 'h2'
  const t = useWords('contracts')
  const { contract, weeks, namesakes } = detail
  return (
    <>
      <Heading className="page-title mt-1 break-words">
        {contract.contract === null ? t('missing.contract') : <SourceText text={contract.contract} />}
      </Heading>
      <p className="mt-1">
        <BehindText weeks={contract.weeksBehind} />
      </p>
      {contract.contract === null ? <p className="mt-2 text-pretty text-soft">{t('no-name')}</p> : null}
      {contract.periods === 0 ? <p className="mt-2 text-pretty text-soft">{t('gone')}</p> : null}
      <ContractsAgeNote age={detail} today={today} />
      <Figures contract={contract} />
      <DetailSection title={t('weeks.title')}>
        <WeekStrip contract={contract} weeks={weeks} />
      </DetailSection>
      {namesakes.length > 0 ? (
        <DetailSection title={t('detail.namesakes')}>
          <ul>
            {namesakes.map(({ id, currency, fundingSource }) => (
              <li key={id} className="py-0.5">
                <ContractLink id={id}>
                  <SourceText text={fundingSource ?? t('missing.funding-source')} />
                </ContractLink>{' '}
                <SourceText text={currency ?? ''} />
              </li>
            ))}
          </ul>
        </DetailSection>
      ) : null}
    </>
  )
}

function Figures({ contract }: { contract: Contract }) {
  const format = useFormat()
  const t = useWords('contracts')
  const tList = useWords('list')
  const tFigures = useWords('figures')
  const amount = (name: ContractFigureName) => (
    <FigureLink {...contractFigure(contract, name)}>
      <MoneyCell amount={contract[name]} currency={contract.currency} unknown={t('missing.amount')} />
    </FigureLink>
  )
  const reason = contract.rateIssue && tFigures('no-rate', { why: tFigures(`issue.${contract.rateIssue}`) })
  const leftOut = contract.others + contract.unknownAmounts
  return (
    <FieldList>
      <Field label={tList('field.funding-source')}>
        <SourceText text={contract.fundingSource ?? t('missing.funding-source')} />
      </Field>
      <Field label={t('field.outstanding')}>{amount('outstanding')}</Field>
      <Field label={t('field.billed')}>{amount('billed')}</Field>
      <Field label={t('field.collected')}>{amount('collected')}</Field>
      <Field label={t('field.in-flight')}>{amount('inFlight')}</Field>
      <Field label={t('field.failed')}>{amount('failed')}</Field>
      <Field label={t('field.rate')} hint={reason ?? undefined}>
        <Figure text={printRate(contract, format)} />
      </Field>
      <Field label={t('field.unpaid')} hint={t('hint.unpaid')}>
        <Figure text={format.count(contract.unpaid)} />
      </Field>
      <Field label={t('field.oldest')}>
        <DayCell day={contract.oldestUnpaid} unknown={t('missing.unpaid')} />
      </Field>
      <Field label={t('field.first')}>
        <DayCell day={contract.firstBilled} unknown={t('missing.billed')} />
      </Field>
      <Field label={t('field.last')}>
        <DayCell day={contract.lastBilled} unknown={t('missing.billed')} />
      </Field>
      <Field label={t('field.paid')}>
        <DayCell day={contract.lastPaid} unknown={t('missing.paid')} />
      </Field>
      <Field
        label={t('field.periods')}
        hint={contract.drafts > 0 ? t('detail.drafts', { count: contract.drafts }) : undefined}
      >
        <FigureLink
          href={billingPeriodsPath(periodsOf(contract))}
          figure={{ count: contract.periods }}
          className="font-medium text-accent underline underline-offset-2"
        >
          {t('detail.periods', { count: contract.periods })}
        </FigureLink>
      </Field>
      {leftOut > 0 ? (
        <p className="col-span-2 text-pretty text-sm text-wait">{t('detail.left-out', { count: leftOut })}</p>
      ) : null}
      {contract.unpaidUndated > 0 ? (
        <p className="col-span-2 text-pretty text-sm text-wait">
          {t('detail.undated', { count: contract.unpaidUndated })}
        </p>
      ) : null}
    </FieldList>
  )
}
