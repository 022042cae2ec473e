'use client'

import Link from 'next/link'
import { MoneyCell } from '#components/table/cells.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { billingPeriodsPath } from '#lib/billing-periods/paths.ts'
import type { BillingPeriod } from '#lib/billing-periods/schema.ts'
import { readSearchText } from '#lib/search-params.ts'
import { BillingStatusBadge } from './billing-status-badge.tsx'

type SameContractProps = {
  periods: readonly BillingPeriod[]
  /** The total count; `periods` contains only the newest. */
  total: number
  contract: string | null
  onOpen: (id: string) => void
}

/** The other periods of a contract, newest first; each opens in the same pane. */
export function SameContract({ periods, total, contract, onOpen }: SameContractProps) {
  const format = useFormat()
  const search = readSearchText(contract ?? '')
  return (
    <>
      <ul className="-mx-2 divide-y divide-line border-line border-y">
        {periods.map((period) => (
          <li key={period.id}>
            <button
              type="button"
              onClick={() => onOpen(period.id)}
              className="grid min-h-10 w-full grid-cols-[minmax(0,1fr)_auto_112px] items-center gap-2 px-2 text-left hover:bg-hover focus-visible:-outline-offset-2"
            >
              <span className="truncate">{format.dayRange(period.startDate, period.endDate)}</span>
              <BillingStatusBadge status={period.status} />
              <span className="text-right wrap-anywhere">
                <MoneyCell amount={period.amount} currency={period.currency} unknown="Unknown amount" />
              </span>
            </button>
          </li>
        ))}
      </ul>
      {total > periods.length ? (
        <p className="mt-2 text-soft text-sm">
          The newest {format.count(periods.length)} of {format.count(total)}.{' '}
          {search === null ? null : (
            <Link
              prefetch={false}
              href={billingPeriodsPath({ search })}
              className="text-accent underline underline-offset-2"
            >
              List all
            </Link>
          )}
        </p>
      ) : null}
    </>
  )
}
