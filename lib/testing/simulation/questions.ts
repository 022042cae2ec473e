import 'server-only'
import { addDays, type Day } from '#lib/calendar-date.ts'
import { type Content, FUNDING_SOURCES, type World, type WorldRow } from './world.ts'

/** What a call asks for, in one format for all lists. */
export type Question = {
  from: Day | undefined
  /** The last day that the upstream includes. */
  to: Day | undefined
  currency: string | undefined
  status: string | undefined
  fund: string | undefined
  limit: number
}

export type Listed = { row: WorldRow; content: Content }

/** One page of a response before any fault is applied. */
export type Answer = { part: readonly Listed[]; total: number; next: string | null }

type Filters = { currency?: string; status?: string; funding_source?: string; limit?: number }

/** Builds a question from a call; `to` becomes the last included day. */
export function questionOf(
  from: Day | undefined,
  to: Day | undefined,
  isEndIncluded: boolean,
  { currency, status, funding_source: fund, limit = 100 }: Filters,
): Question {
  return { from, to: to === undefined || isEndIncluded ? to : addDays(to, -1), currency, status, fund, limit }
}

/** True if the question narrows the list by anything but days. */
export function isFiltered({ currency, status, fund }: Question): boolean {
  return currency !== undefined || status !== undefined || fund !== undefined
}

/** Describes a question in one line of the trace. */
export function textOf(question: Question): string {
  const { from, to, currency, status, fund } = question
  const filter = [currency, status, fund].filter((value) => value !== undefined).join(' ')
  return `${from ?? '…'}..${to ?? '…'} ${filter}`.trim()
}

/** True if the upstream refuses a filter value that it does not know. */
export function isRefused(world: World, { fund }: Question): boolean {
  const isKnown = fund === undefined || FUNDING_SOURCES.includes(fund)
  return !isKnown && world.nature.misspelt === 'refused' && !world.areFiltersIgnored
}

/** Returns the rows that the upstream lists for a question. */
export function listed(world: World, question: Question): Listed[] {
  return world.rows.flatMap((row) => {
    const content = world.current(row)
    return content !== null && isWanted(world, question, row, content) ? [{ row, content }] : []
  })
}

function isWanted(
  world: World,
  { from, to, currency, status, fund }: Question,
  row: WorldRow,
  content: Content,
): boolean {
  const day = world.filterDayOf(content)
  const isUndatedListed = to === undefined && (from === undefined || world.nature.hasUndatedInOpenEnd)
  if (day === null && !isUndatedListed) return false
  if (day !== null && ((from !== undefined && day < from) || (to !== undefined && day > to))) return false
  if (status !== undefined && content.status !== status) return false
  if (world.areFiltersIgnored) return true
  return (currency === undefined || content.currency === currency) && isOfFund(world, row, content, fund)
}

function isOfFund(world: World, row: WorldRow, content: Content, fund: string | undefined): boolean {
  if (fund === undefined || world.isSharedWith(content, fund)) return true
  const { doubled } = world
  if (doubled?.row === row && doubled.fund === fund && doubled.own === content.fund) return true
  return world.nature.isFuzzy && !world.isCalm
    ? (content.fund?.includes(fund) ?? false)
    : content.fund === fund
}

/** Returns the page of a response that a token names; null is the first page. */
export function answerTo(world: World, question: Question, token: string | null): Answer {
  const { nature } = world
  const all = listed(world, question)
  const size = Math.min(question.limit, nature.pageSize)
  const [form, place] = (token ?? 'offset:0').split(':')
  const left = form === 'keyset' ? all.filter(({ row }) => row.seq > Number(place)) : all.slice(Number(place))
  const part = left.slice(0, size)
  const last = part.at(-1)?.row.seq
  const following = nature.paging === 'keyset' ? `keyset:${last}` : `offset:${Number(place) + size}`
  return { part, total: all.length, next: left.length > size ? following : null }
}
