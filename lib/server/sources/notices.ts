import 'server-only'
import { UPSTREAM_ERROR_CODES, type UpstreamErrorCode } from '#lib/problem-codes.ts'
import type { Env } from '#lib/server/config/env.ts'
import { isConfigured } from '#lib/server/config/env-upstreams.ts'
import { originsOf } from '#lib/server/db/origin.ts'
import { sourceName } from '#lib/server/words/names.ts'
import { english } from '#lib/server/words/words.ts'
import type { Notice } from '#lib/sources/schema.ts'
import type { Source } from '#lib/sources.ts'
import { type Fact, factsNamed, numberIn } from './facts.ts'

const t = english('notices')

/** The variables that configure each source. */
const VARIABLES: Record<Source, { url: string; key: string }> = {
  'hello-tractor': { url: 'HELLO_TRACTOR_URL', key: 'HELLO_TRACTOR_API_KEY' },
  'payment-links': { url: 'PAYMENT_LINKS_URL', key: 'PAYMENT_LINKS_API_KEY' },
  'client-invoices': {
    url: 'CLIENT_INVOICES_URL',
    key: 'CLIENT_INVOICES_API_KEY, or CLIENT_INVOICES_TOKEN_URL, CLIENT_INVOICES_USERNAME and CLIENT_INVOICES_PASSWORD',
  },
}

/** Describes a window's last fault in plain words, with a fix. */
export function explain(
  source: Source,
  window: { errorCode: string | null; errorDetail: string | null },
): { code: string; message: string; fix: string } {
  const code = window.errorCode ?? 'unavailable'
  const known = UPSTREAM_ERROR_CODES.find((one) => one === code) ?? 'unavailable'
  const message = window.errorDetail ?? t('unread', { source: sourceName(source) })
  return { code, message, fix: fixOf(known, VARIABLES[source]) }
}

function fixOf(code: UpstreamErrorCode, { url, key }: { url: string; key: string }): string {
  switch (code) {
    case 'unauthorized':
      return t('fix.unauthorized', { key })
    case 'forbidden':
    case 'rate_limited':
    case 'too_large':
      return t(`fix.${code}`)
    default:
      return t(`fix.${code}`, { url })
  }
}

/** The notice for a source that is not configured. */
export function notConnected(source: Source): { message: string; fix: string } {
  return { message: t('off', { source: sourceName(source) }), fix: t('off.fix', VARIABLES[source]) }
}

export type NoticeInput = {
  source: Source
  facts: readonly Fact[]
  settings: Env
  ambiguous: number
  /** Weeks, over all lists of the source, in which rows may lack their funding source. */
  doubtfulWeeks: number
  /** Configured funding sources without a row, once everything has been read. */
  unusedFundingSources: readonly string[]
}

/** Returns what a person should know or do about a source. */
export function noticesOf(input: NoticeInput): Notice[] {
  return told(input).map((notice) => ({ isListed: false, ...notice }))
}

type NoticeText = Omit<Notice, 'isListed'> & { isListed?: true }

function told(input: NoticeInput): NoticeText[] {
  const { source, settings } = input
  if (!isConfigured(settings.upstreams, source)) {
    return [{ level: 'info', ...notConnected(source) }]
  }
  return [...addressNotices(input), ...settingNotices(input), ...filterNotices(input), ...rowNotices(input)]
}

/** The start refuses another address only as long as no other process has stored rows from its own. */
function addressNotices({ source, facts, settings }: NoticeInput): NoticeText[] {
  const recorded = facts.find(({ fact }) => fact === 'origin')?.value.origin
  const own = originsOf(settings)[source]
  if (own === undefined || typeof recorded !== 'string' || recorded === own) return []
  const fix = t('address.fix', { url: VARIABLES[source].url })
  return [{ level: 'error', message: t('address', { own, recorded }), fix }]
}

function settingNotices({ source, settings, unusedFundingSources }: NoticeInput): NoticeText[] {
  const { helloTractor, paymentLinks } = settings.upstreams
  const notices: NoticeText[] = []
  if (source === 'hello-tractor' && helloTractor?.fundingSources.length === 0) {
    notices.push({ level: 'warning', message: t('no-names'), fix: t('no-names.fix') })
  }
  for (const name of unusedFundingSources) {
    notices.push({ level: 'warning', message: t('unused', { name }), fix: t('unused.fix', { name }) })
  }
  if (source === 'payment-links' && paymentLinks?.currency === null) {
    notices.push({ level: 'info', message: t('no-currency'), fix: t('no-currency.fix') })
  }
  return notices
}

function filterNotices({ facts, doubtfulWeeks }: NoticeInput): NoticeText[] {
  const ignored = factsNamed(facts, 'probe').flatMap(({ subject: filter, fact }): NoticeText[] => {
    if (fact.value.state !== 'ignored') return []
    if (filter === 'days') return [daysNotice(fact)]
    const message = t('ignored', { filter, list: fact.resource, value: String(fact.value.value) })
    return [{ level: 'warning', message, fix: t('ignored.fix', { filter }) }]
  })
  const refused = factsNamed(facts, 'partition').map(({ subject, fact }): NoticeText => {
    const [filter = '', ...rest] = subject.split(':')
    const value = rest.join(':')
    const message = t('refused', { filter, value, list: fact.resource })
    return { level: 'error', message, fix: t('refused.fix', { filter, value }) }
  })
  return [...ignored, ...refused, ...(doubtfulWeeks === 0 ? [] : [doubtNotice(doubtfulWeeks)])]
}

function daysNotice({ resource }: Fact): NoticeText {
  return { level: 'error', message: t('dates-ignored', { list: resource }), fix: t('dates-ignored.fix') }
}

function doubtNotice(weeks: number): NoticeText {
  return { level: 'warning', message: t('doubt', { weeks }), fix: t('doubt.fix'), isListed: true }
}

function rowNotices({ source, facts, ambiguous }: NoticeInput): NoticeText[] {
  const notices: NoticeText[] = []
  for (const { subject: day, fact } of factsNamed(facts, 'held_back')) {
    if (fact.value.isAccepted === true) continue
    const [rows, all] = [numberIn(fact, 'rows'), numberIn(fact, 'of')]
    const command = `npm run sync -- --once --source ${source} --from ${day} --to ${day} --accept-gone`
    notices.push({
      level: 'warning',
      message: t('gone', { rows, all, list: fact.resource, day }),
      fix: t('gone.fix', { command }),
      isListed: true,
    })
  }
  const rejected = factsNamed(facts, 'rejected_rows').reduce(
    (sum, { fact }) => sum + numberIn(fact, 'count'),
    0,
  )
  if (rejected > 0) {
    const message = t('rejected', { rows: rejected })
    notices.push({ level: 'warning', message, fix: t('rejected.fix'), isListed: true })
  }
  for (const fact of facts.filter((each) => each.fact === 'undated' && numberIn(each, 'rows') > 0)) {
    const message = t('undated', { rows: numberIn(fact, 'rows'), list: fact.resource })
    notices.push({ level: 'warning', message, fix: t('undated.fix') })
  }
  if (ambiguous > 0) {
    const message = t('ambiguous', { rows: ambiguous })
    notices.push({ level: 'warning', message, fix: t('ambiguous.fix') })
  }
  for (const fact of facts.filter((each) => each.fact === 'aggregates_repaired')) {
    const [days, day] = [numberIn(fact, 'days'), String(fact.value.on)]
    const message = t('repaired', { days, list: fact.resource, day })
    notices.push({ level: 'warning', message, fix: t('repaired.fix') })
  }
  const equal = factsNamed(facts, 'equal_version').reduce((sum, { fact }) => sum + numberIn(fact, 'rows'), 0)
  if (equal > 0) notices.push({ level: 'info', message: t('unchanged', { rows: equal }), fix: null })
  return notices
}
