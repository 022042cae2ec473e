import 'server-only'
import type { UpstreamErrorCode } from '#lib/errors.ts'
import type { Env } from '#lib/server/config/env.ts'
import { isConfigured } from '#lib/server/config/env-upstreams.ts'
import { originsOf } from '#lib/server/db/origin.ts'
import type { Notice } from '#lib/sources/schema.ts'
import { SOURCE_LABELS, type Source } from '#lib/sources.ts'
import { type Fact, factsNamed, numberIn } from './facts.ts'

/** The variables that configure each source. */
const VARIABLES: Record<Source, { url: string; key: string }> = {
  'hello-tractor': { url: 'HELLO_TRACTOR_URL', key: 'HELLO_TRACTOR_API_KEY' },
  'payment-links': { url: 'PAYMENT_LINKS_URL', key: 'PAYMENT_LINKS_API_KEY' },
  'client-invoices': {
    url: 'CLIENT_INVOICES_URL',
    key: 'CLIENT_INVOICES_API_KEY, or CLIENT_INVOICES_TOKEN_URL, CLIENT_INVOICES_USERNAME and CLIENT_INVOICES_PASSWORD',
  },
}

const BY_ITSELF = 'Furrow tries again by itself.'

/** The fix for each kind of fault. */
const FIXES: Record<UpstreamErrorCode, (names: { url: string; key: string }) => string> = {
  unauthorized: ({ key }) => `Check ${key}: the key may have been revoked or replaced. Then restart Furrow.`,
  forbidden: () => 'Ask the source’s operator to give this key access to the list.',
  not_found: ({ url }) => `Check ${url}: the list is not at this address.`,
  rate_limited: () => `${BY_ITSELF} If it happens often, set SYNC_INTERVAL_SECONDS higher.`,
  timeout: ({ url }) => `${BY_ITSELF} If it lasts, check that ${url} can be reached from this machine.`,
  unavailable: ({ url }) => `${BY_ITSELF} If it lasts, check that ${url} is right and can be reached.`,
  malformed: ({ url }) =>
    `${BY_ITSELF} If it lasts, check ${url}, and ask the source’s operator whether its format changed.`,
  too_large: () => 'Ask the source’s operator why its answers are this large.',
  blocked: ({ url }) => `Check ${url} and the source’s certificate: the address or its redirect was refused.`,
}

/** Describes a window's last fault in plain words, with a fix. */
export function explain(
  source: Source,
  window: { errorCode: string | null; errorDetail: string | null },
): { code: string; message: string; fix: string } {
  const code = window.errorCode ?? 'unavailable'
  const fix = Object.entries(FIXES).find(([known]) => known === code)?.[1] ?? FIXES.unavailable
  const message = window.errorDetail ?? `${SOURCE_LABELS[source]} could not be read.`
  return { code, message, fix: fix(VARIABLES[source]) }
}

/** The notice for a source that is not configured. */
export function notConnected(source: Source): { message: string; fix: string } {
  const { url, key } = VARIABLES[source]
  return { message: `${SOURCE_LABELS[source]} is not connected.`, fix: `Set ${url} and ${key}.` }
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
  const message = `This server has the address ${own}, but the data is read from ${recorded}: details show the last sync, and PDFs are not available.`
  const fix = `Set ${VARIABLES[source].url} to the same address for the web server and the worker, then restart them.`
  return [{ level: 'error', message, fix }]
}

function settingNotices({ source, settings, unusedFundingSources }: NoticeInput): NoticeText[] {
  const { helloTractor, paymentLinks } = settings.upstreams
  const notices: NoticeText[] = []
  if (source === 'hello-tractor' && helloTractor?.fundingSources.length === 0) {
    notices.push({
      level: 'warning',
      message: 'No funding sources are configured, so rows that do not name one stay unassigned.',
      fix: 'Set HELLO_TRACTOR_FUNDING_SOURCES to their names as a JSON array, such as ["AGRI-FUND-1"].',
    })
  }
  for (const name of unusedFundingSources) {
    notices.push({
      level: 'warning',
      message: `No row belongs to the funding source "${name}".`,
      fix: `Check the spelling of "${name}" in HELLO_TRACTOR_FUNDING_SOURCES.`,
    })
  }
  if (source === 'payment-links' && paymentLinks?.currency === null) {
    notices.push({
      level: 'info',
      message: 'The report names no currency: amounts are shown without one and never summed.',
      fix: 'Set PAYMENT_LINKS_CURRENCY to the currency of the account, such as NGN.',
    })
  }
  return notices
}

const FILTER_LABELS: Record<string, { label: string; variable: string }> = {
  funding_source: { label: 'funding source', variable: 'HELLO_TRACTOR_FUNDING_SOURCES' },
  currency: { label: 'currency', variable: 'HELLO_TRACTOR_CURRENCIES' },
}

function filterNotices({ facts, doubtfulWeeks }: NoticeInput): NoticeText[] {
  const ignored = factsNamed(facts, 'probe').flatMap(({ subject, fact }): NoticeText[] => {
    if (fact.value.state !== 'ignored') return []
    if (subject === 'days') return [daysNotice(fact)]
    const label = FILTER_LABELS[subject]?.label ?? subject
    const message = `The filter by ${label} of ${listName(fact)} gives rows for "${fact.value.value}", which does not exist: it is ignored or matches loosely. Attribution by it is off.`
    const fix = `Ask the source’s operator why the filter ${subject} does not work for this key; it is tried again every few minutes.`
    return [{ level: 'warning', message, fix }]
  })
  const refused = factsNamed(facts, 'partition').map(({ subject, fact }): NoticeText => {
    const [filter = '', ...rest] = subject.split(':')
    const value = rest.join(':')
    const { label, variable } = FILTER_LABELS[filter] ?? { label: filter, variable: 'the configuration' }
    const message = `The source does not accept the ${label} "${value}" for ${listName(fact)}; rows that had it keep it.`
    return { level: 'error', message, fix: `Check the spelling of "${value}" in ${variable}.` }
  })
  return [...ignored, ...refused, ...(doubtfulWeeks === 0 ? [] : [doubtNotice(doubtfulWeeks)])]
}

function daysNotice(fact: Fact): NoticeText {
  return {
    level: 'error',
    message: `The source ignores the dates that it is asked for in ${listName(fact)}, so its answers are not used.`,
    fix: 'Ask the source’s operator why the date filters do not work for this key. The last data stays; Furrow tries again by itself.',
  }
}

function doubtNotice(weeks: number): NoticeText {
  const of = weeks === 1 ? '1 week' : `${weeks} weeks`
  return {
    level: 'warning',
    message: `Some rows in ${of} may lack their funding source. People who see only some funding sources read these weeks as partial.`,
    fix: 'Furrow keeps the funding source that each row had, and syncs these weeks again. The reason is listed with each week.',
    isListed: true,
  }
}

function listName(fact: Fact): string {
  return fact.resource.replace('-', ' ')
}

function rowNotices({ source, facts, ambiguous }: NoticeInput): NoticeText[] {
  const notices: NoticeText[] = []
  for (const { subject: day, fact } of factsNamed(facts, 'held_back')) {
    if (fact.value.isAccepted === true) continue
    notices.push({
      level: 'warning',
      message: `${numberIn(fact, 'rows')} of ${numberIn(fact, 'of')} ${listName(fact)} of the week of ${day} are no longer listed by the source. They are kept until someone confirms that they are gone.`,
      fix: `Look at the source; if they are gone, confirm it below, or run: npm run sync -- --once --source ${source} --from ${day} --to ${day} --accept-gone`,
      isListed: true,
    })
  }
  const rejected = factsNamed(facts, 'rejected_rows').reduce(
    (sum, { fact }) => sum + numberIn(fact, 'count'),
    0,
  )
  if (rejected > 0) {
    const message = `${rejected} ${rejected === 1 ? 'row has' : 'rows have'} no readable id and cannot be mirrored.`
    notices.push({
      level: 'warning',
      message,
      fix: 'Ask the source’s operator to correct these rows.',
      isListed: true,
    })
  }
  for (const fact of facts.filter((each) => each.fact === 'undated' && numberIn(each, 'rows') > 0)) {
    const rows = numberIn(fact, 'rows')
    const [is, are] = rows === 1 ? ['is', 'it is'] : ['are', 'they are']
    const message = `${rows} of the ${listName(fact)} that the source counts ${is} returned by no date filter, so ${are} not mirrored.`
    notices.push({ level: 'warning', message, fix: 'Look for rows without a date at the source.' })
  }
  if (ambiguous > 0) {
    const claimed = ambiguous === 1 ? '1 row is claimed' : `${ambiguous} rows are claimed`
    const message = `${claimed} by more than one funding source and therefore counted with none.`
    const fix = 'Check that no name in HELLO_TRACTOR_FUNDING_SOURCES stands for another one too.'
    notices.push({ level: 'warning', message, fix })
  }
  for (const fact of facts.filter((each) => each.fact === 'aggregates_repaired')) {
    const days = numberIn(fact, 'days')
    const message = `The totals of ${days} ${days === 1 ? 'day' : 'days'} of ${listName(fact)} did not match their rows. They were calculated again, last on ${String(fact.value.on)}.`
    const fix =
      'If this happens again, make sure that nothing but this release of Furrow writes into its database.'
    notices.push({ level: 'warning', message, fix })
  }
  const equal = factsNamed(facts, 'equal_version').reduce((sum, { fact }) => sum + numberIn(fact, 'rows'), 0)
  if (equal > 0) {
    const message = `${equal} ${equal === 1 ? 'row' : 'rows'} came with other content under an unchanged update time; what was known first is kept.`
    notices.push({ level: 'info', message, fix: null })
  }
  return notices
}
