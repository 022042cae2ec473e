import 'server-only'
import { addDays, type Day } from '#lib/calendar-date.ts'
import type { ListPage, Upstreams } from '#lib/server/upstream/contract.ts'
import { UpstreamError } from '#lib/server/upstream/errors.ts'
import { drawError, drawFault, type PageFault, spoil } from './page-faults.ts'
import {
  type Answer,
  answerTo,
  isFiltered,
  isRefused,
  listed,
  type Question,
  questionOf,
  textOf,
} from './questions.ts'
import type { Random } from './random.ts'
import { billingPeriodOf, invoiceOf } from './records.ts'
import { currentTask } from './task.ts'
import type { Content, World, WorldRow } from './world.ts'
import { isOfWindow, nextKind, wrongAnswerTo } from './wrong-answers.ts'

export type UpstreamReporter = {
  trace: (line: string) => void
  /** Called when the running task gets an unusable page outside the filtered walks. */
  broken: () => void
  /** Called when the running task gets an empty list that it cannot tell from a true one. */
  deceived: () => void
}

/** Creates the connectors of a world at their interface; everything behind the interface is product code. */
export function createSimulatedUpstreams(
  world: World,
  random: Random,
  reporter: UpstreamReporter,
): Upstreams {
  const { kind } = world.nature
  const page = <Row>(
    question: Question,
    token: string | null,
    record: (id: string, content: Content) => Row,
  ) => readPage(world, random, reporter, question, token, record)
  const never = () => Promise.reject(new Error('Sync reads lists only'))
  const periods = (id: string, content: Content) => billingPeriodOf(world, id, content)
  const invoices = (id: string, content: Content) => invoiceOf(world, id, content)
  return {
    helloTractor:
      kind === 'billing-periods' || kind === 'invoices'
        ? {
            billingPeriodPage: ({ start_date_gte: from, start_date_lte: to, ...rest }, token) =>
              kind === 'billing-periods'
                ? page(questionOf(from, to, true, rest), token, periods)
                : Promise.resolve(NOTHING),
            invoicePage: ({ date_from: from, date_to: to, ...rest }, token) =>
              kind === 'invoices'
                ? page(questionOf(from, to, world.nature.isEndIncluded, rest), token, invoices)
                : Promise.resolve(NOTHING),
            billingPeriod: never,
            invoice: never,
            invoicePdf: never,
          }
        : null,
    paymentLinks:
      kind === 'payment-links' ? { report: (from, to) => report(world, random, reporter, from, to) } : null,
    clientInvoices:
      kind === 'client-invoices'
        ? {
            invoicePage: (
              { accounting_date_gt: after, accounting_date_lt: before, page_size: limit },
              token,
            ) => {
              const isIn = world.nature.isEndIncluded
              const from = after && !isIn ? addDays(after, 1) : after
              return page(
                questionOf(from, before, isIn, limit === undefined ? {} : { limit }),
                token,
                invoices,
              )
            },
            invoice: never,
            invoicePdf: never,
          }
        : null,
  }
}

const NOTHING = { records: [], rejected: [], count: 0, next: null }

async function readPage<Row>(
  world: World,
  random: Random,
  reporter: UpstreamReporter,
  question: Question,
  token: string | null,
  record: (id: string, content: Content) => Row,
): Promise<ListPage<Row>> {
  await currentTask()?.hold({ kind: 'call', text: `page ${textOf(question)} from ${token ?? 'the start'}` })
  const { nature } = world
  const pageOf = (answer: Answer) => pageWith(world, question, answer, record)
  const wrong = wrongAnswerTo(world, question, token)
  if (wrong !== null) {
    reporter.trace(`  it is answered with ${wrong.kind}`)
    if (isOfWindow(world, question)) reporter[wrong.kind === 'nothing' ? 'deceived' : 'broken']()
    return wrong.kind === 'nothing' ? { ...NOTHING, count: nature.hasCounts ? 0 : null } : pageOf(wrong)
  }
  if (isRefused(world, question))
    throw new UpstreamError(nature.source, 'malformed', 'No such name.', { status: 400 })
  const page = pageOf(answerTo(world, question, token))
  const fault = world.isCalm ? null : drawFault(nature, random)
  if (fault !== null) reporter.trace(`  the page gets a fault: ${fault}`)
  if (fault === 'error') throw failed(world, random, reporter, isFiltered(question))
  if (fault === null) return page
  const formerPart = listed(world, question)
    .slice(0, 1)
    .map(({ row, content }) => record(row.id, content))
  const spoilt = spoil(page, fault, token, token === null ? [] : formerPart, random)
  if (isBroken(fault, spoilt, token) && !isFiltered(question)) reporter.broken()
  return spoilt
}

function pageWith<Row>(
  world: World,
  question: Question,
  { part, total, next }: Answer,
  record: (id: string, content: Content) => Row,
): ListPage<Row> {
  const isReadable = ({ id }: WorldRow) => {
    const isWithheld = id === world.withheld && (isFiltered(question) || !world.isWithheldByFilters)
    return !isWithheld && !world.unreadable.has(id)
  }
  return {
    records: part.flatMap(({ row, content }) => (isReadable(row) ? [record(row.id, content)] : [])),
    rejected: part.flatMap(({ row }) => (world.unreadable.has(row.id) ? [{ reason: 'no id', raw: {} }] : [])),
    count: world.nature.hasCounts ? total + world.countOff : null,
    next,
  }
}

function isBroken(fault: PageFault, page: ListPage<unknown>, token: string | null): boolean {
  return fault === 'repeat-token' && page.next !== null && page.next === token
}

function failed(
  world: World,
  random: Random,
  reporter: UpstreamReporter,
  isByFilter: boolean,
): UpstreamError {
  const error = drawError(world.nature, random)
  if (!isByFilter && error.status !== 400) reporter.broken()
  return error
}

/**
 * Lists links by the UTC day of processing. The world's nature decides whether the last day is included and
 * whether rows show their state of that day.
 */
async function* report(world: World, random: Random, reporter: UpstreamReporter, from: Day, to: Day) {
  const task = currentTask()
  await task?.hold({ kind: 'call', text: `report ${from}..${to}` })
  if (nextKind(world) === 'nothing') return reporter.trace('  it is answered with nothing')
  const isIn = (content: Content) => {
    const day = new Date(content.processedAt).toISOString().slice(0, 10)
    return day >= from && (day < to || (world.nature.isEndIncluded && day === to))
  }
  const contents = world.rows.flatMap((row) => {
    const versions = world.nature.isReportAsOf ? row.versions : row.versions.slice(-1)
    const content = versions.findLast((version) => version.content !== null && isIn(version.content))?.content
    return content ? [{ row, content }] : []
  })
  const fault = world.isCalm ? null : drawFault(world.nature, random)
  if (fault !== null) reporter.trace(`  the report gets a fault: ${fault}`)
  if (fault === 'reorder') contents.reverse()
  const doubled = fault === 'double' ? [...contents, ...contents.slice(0, 1)] : contents
  const breaksAt = fault === 'error' ? random.int(0, doubled.length) : -1
  for (const [at, { row, content }] of doubled.entries()) {
    if (at === breaksAt) break
    yield { record: invoiceOf(world, row.id, content) }
  }
  if (breaksAt < 0) return
  reporter.broken()
  throw new UpstreamError(world.nature.source, 'unavailable', 'The source broke off.')
}
