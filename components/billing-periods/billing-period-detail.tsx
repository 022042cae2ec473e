'use client'

import { useQuery } from '@tanstack/react-query'
import {
  DetailSection,
  DetailSkeleton,
  ExtraFields,
  Field,
  FieldList,
  History,
  OriginLine,
  Since,
} from '#components/detail/detail-parts.tsx'
import { MoneyCell } from '#components/table/cells.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { ASSIGNMENTS } from '#lib/assignment.ts'
import { billingPeriodQueries } from '#lib/billing-periods/queries.ts'
import type { BillingPeriod, BillingPeriodDetail as Detail } from '#lib/billing-periods/schema.ts'
import { BILLING_STATUS_LABELS, billingStatusGroup } from '#lib/billing-periods/status.ts'
import { BILLING_STATUS_TONES } from '#lib/billing-periods/tones.ts'
import { UNKNOWN } from '#lib/format.ts'
import { BillingStatusBadge } from './billing-status-badge.tsx'
import { REASONS } from './copy.ts'
import { SameContract } from './same-contract.tsx'

type BillingPeriodDetailProps = {
  id: string
  /** The row from the list, shown until the detail has loaded. */
  row: BillingPeriod | undefined
  onOpen: (id: string) => void
}

/** One billing period in full. */
export function BillingPeriodDetail({ id, row, onOpen }: BillingPeriodDetailProps) {
  const { data, error, isError, refetch, isFetching } = useQuery(billingPeriodQueries.detail(id))
  const period = data?.billingPeriod ?? row
  return (
    <>
      {period ? <Summary period={period} detail={data} /> : null}
      {data ? <More detail={data} onOpen={onOpen} /> : null}
      {!data && isError ? (
        <ErrorState
          what="This billing period could not be loaded"
          error={error}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      ) : null}
      {!data && !isError ? <DetailSkeleton /> : null}
    </>
  )
}

function Summary({ period, detail }: { period: BillingPeriod; detail: Detail | undefined }) {
  const format = useFormat()
  return (
    <>
      <h2 className="page-title mt-1 wrap-anywhere">
        <MoneyCell
          amount={period.amount}
          currency={period.currency}
          unknown={`Unknown amount: ${period.amountIssue ?? 'the source gives none'}`}
        />
      </h2>
      <p className="mt-2 flex flex-wrap items-center gap-2 text-soft">
        <BillingStatusBadge status={period.status} isLong />
        <Since row={period} />
      </p>
      {detail?.goneAt ? (
        <p className="mt-3 rounded-md bg-wait-soft px-3 py-2 text-wait">
          The source no longer lists this period, since {format.instant(detail.goneAt)}. It is out of every
          figure.
        </p>
      ) : null}
      <FieldList>
        <Field label="Contract">
          {period.contract === null ? REASONS.contract : <SourceText text={period.contract} />}
        </Field>
        <Field label="Period" hint={period.isLongPeriod ? REASONS.longPeriod : undefined}>
          {format.dayRange(period.startDate, period.endDate)}
        </Field>
        <Field label="Funding source" hint={ASSIGNMENTS[period.assignment]}>
          {period.fundingSource === null ? UNKNOWN : <SourceText text={period.fundingSource} />}
        </Field>
        <Field label="First seen">{format.instant(period.firstSeenAt)}</Field>
        {detail ? <ExtraFields fields={detail.extra} /> : null}
      </FieldList>
    </>
  )
}

function More({ detail, onOpen }: { detail: Detail; onOpen: (id: string) => void }) {
  return (
    <>
      {detail.history.length > 0 ? (
        <DetailSection title="Observed history">
          <History
            entries={detail.history}
            draw={(status) => {
              const group = billingStatusGroup(status)
              const label = group === 'OTHER' ? (status ?? 'No status') : BILLING_STATUS_LABELS[group]
              return { label, tone: BILLING_STATUS_TONES[group] }
            }}
          />
        </DetailSection>
      ) : null}
      {detail.sameContract.length > 0 ? (
        <DetailSection title="Other periods of this contract">
          <SameContract
            periods={detail.sameContract}
            total={detail.sameContractTotal}
            contract={detail.billingPeriod.contract}
            onOpen={onOpen}
          />
        </DetailSection>
      ) : null}
      <OriginLine {...detail} />
    </>
  )
}
