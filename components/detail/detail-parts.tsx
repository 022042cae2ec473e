import type { ReactNode } from 'react'
import { Age } from '#components/ui/age.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { ToneLine } from '#components/ui/tone-line.tsx'
import { richText, useWords } from '#components/ui/words.tsx'
import { UNKNOWN } from '#lib/format.ts'
import type { ListName } from '#lib/list-name.ts'
import type { Assignment, ExtraField, Fallback } from '#lib/schema.ts'
import type { Source } from '#lib/sources.ts'
import type { Words } from '#lib/words/words.ts'

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

/** The fields of a row, as a definition list. */
export function FieldList({ children }: { children: ReactNode }) {
  return <dl className="my-4 grid grid-cols-[132px_minmax(0,1fr)] gap-x-3 gap-y-2">{children}</dl>
}

type FieldProps = { label: string; hint?: string; children: ReactNode }

/** One field; `hint` is small text below the value. */
export function Field({ label, hint, children }: FieldProps) {
  return (
    <>
      <dt className="text-soft">{label}</dt>
      <dd className="min-w-0 break-words">
        {children}
        {hint ? <span className="block text-faint text-sm">{hint}</span> : null}
      </dd>
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

/** Further fields as the source gives them. One line names the fields that the source left empty. */
export function ExtraFields({ fields }: { fields: readonly ExtraField[] }) {
  const format = useFormat()
  const t = useWords('detail')
  const empty = fields.filter((field) => field.value === null)
  return (
    <>
      {fields.map((field) =>
        field.value === null ? null : (
          <Field key={field.name} label={field.label}>
            {field.instant === null ? <SourceText text={field.value} /> : format.instant(field.instant)}
          </Field>
        ),
      )}
      {empty.length > 0 ? (
        <div className="col-span-2 mt-1 text-faint text-sm">
          <dt className="inline">{t('empty')} </dt>
          <dd className="inline">{format.list(empty.map((field) => field.label))}.</dd>
        </div>
      ) : null}
    </>
  )
}

type SinceProps = { row: { changedAt: string; firstSeenAt: string } }

/** The first day on which Furrow saw the row's current status. */
export function Since({ row }: SinceProps) {
  const format = useFormat()
  const t = useWords('detail')
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

type OriginLineProps = {
  origin: 'live' | 'mirror'
  asOf: string
  fallback: Fallback | null
  source: Source
}

/** Whether a detail was just read from the source or is Furrow's last copy, and then why. */
export function OriginLine({ origin, asOf, fallback, source }: OriginLineProps) {
  const t = useWords('detail')
  const tLive = useWords('live')
  const tNames = useWords('names')
  const age = () => <Age key="age" instant={asOf} />
  return (
    <ToneLine tone={origin === 'live' ? 'ok' : 'wait'} size={12} className="mt-6 text-faint text-sm">
      {richText(origin === 'live' ? t.rich('origin.live', { age }) : t.rich('origin.mirror', { age }))}
      {fallback ? ` ${fallbackWords(fallback, tNames(`source.${source}`), t, tLive)}` : ''}
    </ToneLine>
  )
}

function fallbackWords(fallback: Fallback, source: string, t: Words<'detail'>, tLive: Words<'live'>): string {
  if (fallback === 'no_single_invoice') return tLive('no-single-invoice', { source })
  if (fallback === 'source_off' || fallback === 'source_paused') return t(`code.${fallback}`, { source })
  return tLive(`code.${fallback}`, { source })
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
