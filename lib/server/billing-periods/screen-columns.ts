import 'server-only'
import { billingStatusText } from '#lib/billing-periods/status.ts'
import { screenNoteColumns } from '#lib/server/export/note-columns.ts'
import type { ScreenColumns } from '#lib/server/export/people.ts'
import type { ReportColumn } from '#lib/server/export/report.ts'
import { wordsIn } from '#lib/server/words/words.ts'
import { FALLBACK_LANGUAGE, type Language } from '#lib/words/languages.ts'
import type { BillingPeriodRow } from './query.ts'

/** Returns the columns of a file for people, by the columns of the screen. */
export function screenColumns(language: Language = FALLBACK_LANGUAGE): ScreenColumns {
  const t = wordsIn(language, 'billing-periods')
  const tList = wordsIn(language, 'list')
  const tStatuses = wordsIn(language, 'statuses')
  const one = (
    field: keyof BillingPeriodRow,
    kind: ReportColumn['kind'],
    name: string,
    rest: Partial<ReportColumn> = {},
  ): ReportColumn => ({ field, kind, name, ...rest })
  const end = one('endDate', 'day', t('field.end'))
  return {
    contract: [one('contract', 'text', t('field.contract'), { unknown: t('missing.contract') })],
    period: [one('startDate', 'day', t('field.start')), end],
    status: [
      one('status', 'text', t('field.status'), {
        derive: (status) => billingStatusText(status, tStatuses),
        unknown: tStatuses('none'),
      }),
    ],
    funding_source: [one('fundingSource', 'text', tList('field.funding-source'))],
    amount: [
      one('currency', 'text', wordsIn(language, 'files')('currency')),
      one('amount', 'money', tList('field.amount')),
    ],
    end_date: [end],
    changed_at: [one('changedAt', 'instant', t('field.changed'))],
    first_seen: [one('firstSeenAt', 'instant', t('field.first-seen'))],
    id: [one('id', 'text', t('field.id'))],
    ...screenNoteColumns(language),
  }
}
