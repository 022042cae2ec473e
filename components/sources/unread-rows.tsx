import { PageLink } from '#components/ui/page-link.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { richText, useWords } from '#components/ui/words.tsx'
import { billingPeriodsPath } from '#lib/billing-periods/paths.ts'
import { UNKNOWN } from '#lib/format.ts'
import { invoicesPath } from '#lib/invoices/paths.ts'
import type { ResourceDiagnostics } from '#lib/sources/diagnostics-schema.ts'
import type { Resource, Source } from '#lib/sources.ts'
import { LongList } from './long-list.tsx'

const SHOWN = 5

/** Rows that could not be mirrored at all, with the reason and the record that the source sent. */
export function RejectedRows({ rejected }: { rejected: ResourceDiagnostics['rejected'] }) {
  const format = useFormat()
  const t = useWords('sources')
  if (rejected.total === 0) return null
  const more = rejected.total - rejected.rows.length
  return (
    <details className="mt-3 text-sm">
      <summary className="font-medium hover:text-soft">
        {t('rejected.title', { count: rejected.total })}
      </summary>
      <LongList items={rejected.rows} shown={SHOWN} keyOf={({ week, raw }) => `${week} ${raw}`}>
        {(row) => (
          <>
            <p className="text-soft">{t(`rejected.${row.code}`, { day: format.day(row.week) })}</p>
            <RawValue text={row.raw} />
          </>
        )}
      </LongList>
      {more > 0 ? <p className="text-soft">{t('rejected.more', { count: more })}</p> : null}
    </details>
  )
}

type UnreadableRowsProps = { source: Source; resource: Resource; diagnostics: ResourceDiagnostics }

/** Values that could not be read, with their row, field and the source's text. */
export function UnreadableRows({ source, resource, diagnostics }: UnreadableRowsProps) {
  const t = useWords('sources')
  const { total, isMore, rows } = diagnostics.unreadable
  const isPeriods = resource === 'billing-periods'
  const othersHref = isPeriods
    ? billingPeriodsPath({ status: ['OTHER'] })
    : invoicesPath({ source, state: ['other'] })
  const hrefOf = (id: string) => (isPeriods ? billingPeriodsPath({}, id) : invoicesPath({ source }, id))
  return (
    <>
      {total > 0 ? (
        <details className="mt-3 text-sm">
          <summary className="font-medium hover:text-soft">
            {isMore ? t('unread.title-more', { count: total }) : t('unread.title', { count: total })}
          </summary>
          <p className="text-soft">{t('unread.text', { unknown: UNKNOWN })}</p>
          <LongList items={rows} shown={SHOWN} keyOf={({ id, field }) => `${id} ${field}`}>
            {(row) => (
              <div className="flex flex-wrap items-baseline gap-x-3">
                <PageLink
                  href={hrefOf(row.id)}
                  className="break-all text-accent underline-offset-2 hover:underline"
                >
                  {row.id}
                </PageLink>
                <span className="text-soft">
                  {richText(
                    t.rich('unread.value', {
                      field: () => <SourceText key="field" text={row.field} />,
                      why: t(`unread.${row.code}`),
                    }),
                  )}
                </span>
                <RawValue text={row.raw ?? UNKNOWN} />
              </div>
            )}
          </LongList>
          {isMore || total > rows.length ? (
            <p className="text-soft">{t('unread.first', { count: rows.length })}</p>
          ) : null}
        </details>
      ) : null}
      {diagnostics.unknownStatuses > 0 ? (
        <p className="mt-3 text-sm">
          {richText(
            t.rich('status.unknown', {
              count: diagnostics.unknownStatuses,
              link: (inside) => (
                <PageLink key="link" href={othersHref} className="text-accent underline underline-offset-2">
                  {inside}
                </PageLink>
              ),
            }),
          )}
        </p>
      ) : null}
    </>
  )
}

function RawValue({ text }: { text: string }) {
  return (
    <code className="block max-h-24 min-w-0 max-w-full overflow-y-auto break-all rounded-sm bg-hover px-1.5 py-0.5 text-xs">
      <SourceText text={text} />
    </code>
  )
}
