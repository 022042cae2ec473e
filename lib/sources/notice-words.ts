import type { Day } from '#lib/calendar-date.ts'
import { UPSTREAM_ERROR_CODES } from '#lib/problem-codes.ts'
import type { Words } from '#lib/words/words.ts'
import type { NoticeCode, SourceVariables } from './notice-codes.ts'

/** Words a notice: what is the case, and what to do about it; `fix` is null if nothing needs to be done. */
export function noticeWords(
  notice: NoticeCode,
  t: Words<'notices'>,
  tNames: Words<'names'>,
  printDay: (day: Day) => string,
): { message: string; fix: string | null } {
  switch (notice.code) {
    case 'off':
      return {
        message: t('off', { source: tNames(`source.${notice.source}`) }),
        fix: t('off.fix', notice),
      }
    case 'address':
      return { message: t('address', notice), fix: t('address.fix', notice) }
    case 'unused':
      return { message: t('unused', notice), fix: t('unused.fix', notice) }
    case 'ignored':
      return { message: t('ignored', notice), fix: t('ignored.fix', notice) }
    case 'refused':
      return { message: t('refused', notice), fix: t('refused.fix', notice) }
    case 'gone':
      return { message: t('gone', { ...notice, day: printDay(notice.day) }), fix: t('gone.fix', notice) }
    case 'dates-ignored':
      return { message: t('dates-ignored', notice), fix: t('dates-ignored.fix') }
    case 'doubt':
      return { message: t('doubt', notice), fix: t('doubt.fix') }
    case 'rejected':
      return { message: t('rejected', notice), fix: t('rejected.fix') }
    case 'undated':
      return { message: t('undated', notice), fix: t('undated.fix') }
    case 'ambiguous':
      return { message: t('ambiguous', notice), fix: t('ambiguous.fix') }
    case 'repaired':
      return { message: t('repaired', { ...notice, day: printDay(notice.day) }), fix: t('repaired.fix') }
    case 'unchanged':
      return { message: t('unchanged', notice), fix: null }
    case 'no-names':
      return { message: t('no-names'), fix: t('no-names.fix') }
    case 'no-currency':
      return { message: t('no-currency'), fix: t('no-currency.fix') }
  }
}

/** Says what to do about a fault of reading a source. An unknown code stands for an unavailable source. */
export function fixWords(code: string, { url, key }: SourceVariables, t: Words<'notices'>): string {
  const known = UPSTREAM_ERROR_CODES.find((one) => one === code) ?? 'unavailable'
  switch (known) {
    case 'unauthorized':
      return t('fix.unauthorized', { key })
    case 'forbidden':
    case 'rate_limited':
    case 'too_large':
      return t(`fix.${known}`)
    default:
      return t(`fix.${known}`, { url })
  }
}
