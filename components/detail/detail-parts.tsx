import type { ReactNode } from 'react'
import { useFormat } from '#components/ui/reader.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { useWords } from '#components/ui/words.tsx'
import { UNKNOWN } from '#lib/format.ts'
import type { ListName } from '#lib/list-name.ts'
import type { Assignment } from '#lib/schema.ts'
import { Field } from './field-list.tsx'

/** The name of a row, and its status below. */
export function DetailHeading({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <h2 className="page-title break-words">
        <SourceText text={title} />
      </h2>
      <p className="mt-1 flex flex-wrap items-center gap-2">{children}</p>
    </>
  )
}

type FundingSourceFieldProps = { row: { fundingSource: string | null; assignment: Assignment } }

/** The funding source of a row, and how the row got it. */
export function FundingSourceField({ row }: FundingSourceFieldProps) {
  const t = useWords('list')
  return (
    <Field label={t('field.funding-source')} hint={t(`assigned.${row.assignment}`)}>
      {row.fundingSource === null ? UNKNOWN : <SourceText text={row.fundingSource} />}
    </Field>
  )
}

type SinceProps = { row: { changedAt: string | null; firstSeenAt: string } }

/** The first day on which Furrow saw the row's current status. */
export function Since({ row }: SinceProps) {
  const format = useFormat()
  const t = useWords('detail')
  if (row.changedAt === null) return null
  const day = format.instantDay(row.changedAt)
  return (
    <span title={format.instant(row.changedAt)}>
      {row.changedAt === row.firstSeenAt ? t('since-or-earlier', { day }) : t('since', { day })}
    </span>
  )
}

type GoneNoticeProps = { list: ListName; goneAt: string | null | undefined; children?: ReactNode }

/** Says since when the source no longer lists the row; `children` say what follows from that. */
export function GoneNotice({ list, goneAt, children }: GoneNoticeProps) {
  const format = useFormat()
  const t = useWords('list')
  if (!goneAt) return null
  return (
    <p className="mt-3 rounded-md bg-wait-soft px-3 py-2 text-wait">
      {t('gone', { list, time: format.instant(goneAt) })} {children}
    </p>
  )
}

/** A part of a detail with its own heading. */
export function DetailSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-6">
      <h3 className="section-title mb-2">{title}</h3>
      {children}
    </section>
  )
}

/** Placeholder of the lower part of a detail while it loads. */
export function DetailSkeleton() {
  const t = useWords('detail')
  return (
    <Loading label={t('loading')}>
      <div className="mt-6 flex flex-col gap-3">
        <Skeleton className="w-32" />
        <Skeleton className="w-3/4" />
        <Skeleton className="w-2/3" />
      </div>
    </Loading>
  )
}
