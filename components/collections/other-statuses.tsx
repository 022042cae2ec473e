'use client'

import Link from 'next/link'
import { Fragment } from 'react'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { OTHER_STATUS } from '#lib/billing-periods/status.ts'
import { periodsHref } from '#lib/collections/chart.ts'
import type { CollectionsPlan } from '#lib/collections/collections.ts'
import type { OtherStatuses as Words } from '#lib/collections/schema.ts'

/** Names the source's statuses behind "Other status"; each links to its rows. */
export function OtherStatuses({ plan, others }: { plan: CollectionsPlan; others: Words }) {
  const format = useFormat()
  const rest = others.total - others.words.length
  return (
    <p className="mt-2 text-pretty text-soft text-sm wrap-anywhere">
      Other status is what the source calls{' '}
      {others.words.map(({ status, currency, count }, at) => (
        <Fragment key={JSON.stringify([status, currency])}>
          {at === 0 ? '' : ', '}
          {currency === null ? (
            <Word status={status} />
          ) : (
            <Link
              prefetch={false}
              href={periodsHref({ ...plan, currency }, plan.range, [`${OTHER_STATUS}:${status ?? ''}`])}
              className="underline decoration-edge underline-offset-2 hover:decoration-current"
            >
              <Word status={status} />
            </Link>
          )}{' '}
          ({format.count(count)} {currency === null ? 'without a currency' : <SourceText text={currency} />})
        </Fragment>
      ))}
      {rest > 0 ? ` and ${format.count(rest)} more` : ''}.
    </p>
  )
}

function Word({ status }: { status: string | null }) {
  return status === null ? 'nothing' : <SourceText text={status} />
}
