import { useQuery } from '@tanstack/react-query'
import {
  DetailSection,
  DetailSkeleton,
  FundingSourceField,
  GoneNotice,
  Since,
} from '#components/detail/detail-parts.tsx'
import { ExtraFields } from '#components/detail/extra-fields.tsx'
import { Field, FieldList } from '#components/detail/field-list.tsx'
import { History } from '#components/detail/history.tsx'
import { NoteSection } from '#components/detail/note-section.tsx'
import { OriginLine } from '#components/detail/origin-line.tsx'
import { RowAmount } from '#components/list/source-row.tsx'
import { MoneyCell } from '#components/table/cells.tsx'
import { Loaded } from '#components/ui/loaded.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { useWords } from '#components/ui/words.tsx'
import { billingPeriodsPath } from '#lib/billing-periods/paths.ts'
import { billingPeriodQueries } from '#lib/billing-periods/queries.ts'
import type { BillingPeriod, BillingPeriodDetail as Detail } from '#lib/billing-periods/schema.ts'
import { billingStatusGroup, billingStatusText } from '#lib/billing-periods/status.ts'
import { BILLING_STATUS_TONES } from '#lib/billing-periods/tones.ts'
import { contractPathOf } from '#lib/contracts/paths.ts'
import { BillingStatusBadge } from './billing-status-badge.tsx'

type BillingPeriodDetailProps = {
  id: string
  /** The row from the list, shown until the detail has loaded. */
  row: BillingPeriod | undefined
  onOpen: (id: string) => void
}

/** One billing period in full. */
export function BillingPeriodDetail({ id, row, onOpen }: BillingPeriodDetailProps) {
  const t = useWords('billing-periods')
  const query = useQuery(billingPeriodQueries.detail(id))
  const period = query.data?.billingPeriod ?? row
  return (
    <>
      {period ? (
        <>
          <Summary period={period} detail={query.data} />
          <NoteSection
            row={{ source: 'hello-tractor', resource: 'billing-periods', id }}
            fundingSource={period.fundingSource}
          />
        </>
      ) : null}
      <Loaded query={query} failure={t('detail.failed')} pending={<DetailSkeleton />}>
        {(detail) => <More detail={detail} onOpen={onOpen} />}
      </Loaded>
    </>
  )
}

function Summary({ period, detail }: { period: BillingPeriod; detail: Detail | undefined }) {
  const format = useFormat()
  const t = useWords('billing-periods')
  return (
    <>
      <h2 className="page-title mt-1 wrap-anywhere">
        <RowAmount row={period} />
      </h2>
      <p className="mt-2 flex flex-wrap items-center gap-2 text-soft">
        <BillingStatusBadge status={period.status} isLong />
        <Since row={period} />
      </p>
      <GoneNotice list="periods" goneAt={detail?.goneAt}>
        {t('detail.gone')}
      </GoneNotice>
      <FieldList>
        <Field label={t('field.contract')}>
          {period.contract === null ? (
            t('missing.contract')
          ) : (
            <TextLink href={contractPathOf({ ...period, contract: period.contract })}>
              <SourceText text={period.contract} />
            </TextLink>
          )}
        </Field>
        <Field label={t('field.period')} hint={period.isLongPeriod ? t('hint.long') : undefined}>
          {format.dayRange(period.startDate, period.endDate)}
        </Field>
        <FundingSourceField row={period} />
        <Field label={t('field.first-seen')}>{format.instant(period.firstSeenAt)}</Field>
        {detail ? <ExtraFields fields={detail.extra} /> : null}
      </FieldList>
    </>
  )
}

function More({ detail, onOpen }: { detail: Detail; onOpen: (id: string) => void }) {
  const t = useWords('billing-periods')
  const tStatuses = useWords('statuses')
  return (
    <>
      {detail.history.length > 0 ? (
        <DetailSection title={t('detail.history')}>
          <History
            entries={detail.history}
            draw={(status) => {
              const group = billingStatusGroup(status)
              return { label: billingStatusText(status, tStatuses), tone: BILLING_STATUS_TONES[group] }
            }}
          />
        </DetailSection>
      ) : null}
      {detail.sameContract.length > 0 ? (
        <DetailSection title={t('detail.contract')}>
          <SameContract
            periods={detail.sameContract}
            total={detail.sameContractTotal}
            contract={detail.billingPeriod.contract}
            onOpen={onOpen}
          />
        </DetailSection>
      ) : null}
      <OriginLine {...detail} source="hello-tractor" />
    </>
  )
}

type SameContractProps = {
  periods: readonly BillingPeriod[]
  /** The total count; `periods` contains only the newest. */
  total: number
  contract: string | null
  onOpen: (id: string) => void
}

/** The other periods of a contract, newest first; each opens in the same pane. */
function SameContract({ periods, total, contract, onOpen }: SameContractProps) {
  const format = useFormat()
  const t = useWords('billing-periods')
  const tUi = useWords('ui')
  return (
    <>
      <ul className="-mx-2 divide-y divide-line border-line border-y">
        {periods.map((period) => (
          <li key={period.id}>
            <button
              type="button"
              onClick={() => onOpen(period.id)}
              className="grid min-h-10 w-full grid-cols-[minmax(0,1fr)_auto_112px] items-center gap-2 px-2 text-start hover:bg-hover focus-visible:-outline-offset-2"
            >
              <span className="truncate">{format.dayRange(period.startDate, period.endDate)}</span>
              <BillingStatusBadge status={period.status} />
              <span className="text-end wrap-anywhere">
                <MoneyCell
                  amount={period.amount}
                  currency={period.currency}
                  unknown={tUi('amount.unknown')}
                />
              </span>
            </button>
          </li>
        ))}
      </ul>
      {total > periods.length ? (
        <p className="mt-2 text-soft text-sm">
          {t('detail.newest', { listed: periods.length, count: total })}{' '}
          {contract === null ? null : (
            <TextLink href={billingPeriodsPath({ contract: [contract] })}>{t('detail.list-all')}</TextLink>
          )}
        </p>
      ) : null}
    </>
  )
}
