import 'server-only'
import type { Env } from '#lib/server/config/env.ts'
import { isConfigured } from '#lib/server/config/env-upstreams.ts'
import { originsOf } from '#lib/server/db/origin.ts'
import { sourceName } from '#lib/server/words/names.ts'
import { english } from '#lib/server/words/words.ts'
import type { NoticeCode, SourceVariables } from '#lib/sources/notice-codes.ts'
import { fixWords, noticeWords } from '#lib/sources/notice-words.ts'
import type { Notice } from '#lib/sources/schema.ts'
import type { Source } from '#lib/sources.ts'
import { type Fact, factsNamed, numberIn } from './facts.ts'

const t = english('notices')

/** The variables that configure each source. */
export const VARIABLES: Record<Source, SourceVariables> = {
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
  const message = window.errorDetail ?? t('unread', { source: sourceName(source) })
  return { code, message, fix: fixWords(code, VARIABLES[source], t) }
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
  return told(input).map(([level, notice, isListed = false]) => ({
    level,
    ...noticeWords(notice, t, english('names'), String),
    notice,
    isListed,
  }))
}

type Told = [level: Notice['level'], notice: NoticeCode, isListed?: true]

function told(input: NoticeInput): Told[] {
  const { source, settings } = input
  if (!isConfigured(settings.upstreams, source)) {
    return [['info', { code: 'off', source, ...VARIABLES[source] }]]
  }
  return [...addressNotices(input), ...settingNotices(input), ...filterNotices(input), ...rowNotices(input)]
}

/** The start refuses another address only as long as no other process has stored rows from its own. */
function addressNotices({ source, facts, settings }: NoticeInput): Told[] {
  const recorded = facts.find(({ fact }) => fact === 'origin')?.value.origin
  const own = originsOf(settings)[source]
  if (own === undefined || typeof recorded !== 'string' || recorded === own) return []
  return [['error', { code: 'address', own, recorded, url: VARIABLES[source].url }]]
}

function settingNotices({ source, settings, unusedFundingSources }: NoticeInput): Told[] {
  const { helloTractor, paymentLinks } = settings.upstreams
  const notices: Told[] = []
  if (source === 'hello-tractor' && helloTractor?.fundingSources.length === 0) {
    notices.push(['warning', { code: 'no-names' }])
  }
  for (const name of unusedFundingSources) {
    notices.push(['warning', { code: 'unused', name }])
  }
  if (source === 'payment-links' && paymentLinks?.currency === null) {
    notices.push(['info', { code: 'no-currency' }])
  }
  return notices
}

function filterNotices({ facts, doubtfulWeeks }: NoticeInput): Told[] {
  const ignored = factsNamed(facts, 'probe').flatMap(({ subject: filter, fact }): Told[] => {
    if (fact.value.state !== 'ignored') return []
    const list = fact.resource
    if (filter === 'days') return [['error', { code: 'dates-ignored', list }]]
    return [['warning', { code: 'ignored', filter, list, value: String(fact.value.value) }]]
  })
  const refused = factsNamed(facts, 'partition').map(({ subject, fact }): Told => {
    const [filter = '', ...rest] = subject.split(':')
    return ['error', { code: 'refused', filter, value: rest.join(':'), list: fact.resource }]
  })
  const doubt: Told[] =
    doubtfulWeeks === 0 ? [] : [['warning', { code: 'doubt', weeks: doubtfulWeeks }, true]]
  return [...ignored, ...refused, ...doubt]
}

function rowNotices({ source, facts, ambiguous }: NoticeInput): Told[] {
  const notices: Told[] = []
  for (const { subject: day, fact } of factsNamed(facts, 'held_back')) {
    if (fact.value.isAccepted === true) continue
    const [rows, all] = [numberIn(fact, 'rows'), numberIn(fact, 'of')]
    const command = `npm run sync -- --once --source ${source} --from ${day} --to ${day} --accept-gone`
    notices.push(['warning', { code: 'gone', rows, all, list: fact.resource, day, command }, true])
  }
  const rejected = factsNamed(facts, 'rejected_rows').reduce(
    (sum, { fact }) => sum + numberIn(fact, 'count'),
    0,
  )
  if (rejected > 0) notices.push(['warning', { code: 'rejected', rows: rejected }, true])
  for (const fact of facts.filter((each) => each.fact === 'undated' && numberIn(each, 'rows') > 0)) {
    notices.push(['warning', { code: 'undated', rows: numberIn(fact, 'rows'), list: fact.resource }])
  }
  if (ambiguous > 0) notices.push(['warning', { code: 'ambiguous', rows: ambiguous }])
  for (const fact of facts.filter((each) => each.fact === 'aggregates_repaired')) {
    const [days, day] = [numberIn(fact, 'days'), String(fact.value.on)]
    notices.push(['warning', { code: 'repaired', days, list: fact.resource, day }])
  }
  const equal = factsNamed(facts, 'equal_version').reduce((sum, { fact }) => sum + numberIn(fact, 'rows'), 0)
  if (equal > 0) notices.push(['info', { code: 'unchanged', rows: equal }])
  return notices
}
