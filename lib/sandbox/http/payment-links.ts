import 'server-only'
import { type Day, readDay, timeOfDay } from '#lib/calendar-date.ts'
import type { Dataset } from '#lib/sandbox/dataset/dataset.ts'
import { type PaymentLink, processTime } from '#lib/sandbox/dataset/payment-links.ts'
import { DAY_MS } from '#lib/sandbox/dataset/time.ts'
import type { Dialect, SandboxKeys } from '#lib/sandbox/options.ts'
import { paymentLinkRow } from '#lib/sandbox/payment-link-row.ts'
import { type Ask, json, parameter, Refusal, type Reply } from './reply.ts'

function requiredDay(query: URLSearchParams, name: string): Day {
  const day = readDay(parameter(query, name))
  if (day === null) throw new Refusal(json(400, { error: `${name} is not valid` }))
  return day
}

/** Returns the links whose current process time lies in a range of instants, ordered by id. */
function linksProcessed(dataset: Dataset, from: Day, to: Day, last: number, now: number): PaymentLink[] {
  const first = timeOfDay(from)
  return dataset.links
    .between(from, to)
    .filter((link) => {
      const time = processTime(link, now)
      return time !== null && time >= first && time <= last
    })
    .sort((a, b) => a.id - b.id)
}

/** The route `/reports/invoices`: everything in the range in one response. */
export function paymentLinkRoutes(dataset: Dataset, keys: SandboxKeys, dialect: () => Dialect) {
  return {
    report(ask: Ask): Reply {
      if (ask.authorization !== `Bearer ${keys.paymentLinks}`) {
        throw new Refusal(json(403, { error: 'Forbidden: authentication failed' }))
      }
      const from = requiredDay(ask.query, 'startDate')
      const to = requiredDay(ask.query, 'endDate')
      const last = timeOfDay(to) + (dialect().endDate === 'whole-day' ? DAY_MS - 1 : 0)
      const rows = linksProcessed(dataset, from, to, last, ask.now).map((link) =>
        paymentLinkRow(link, ask.now, dialect()),
      )
      return json(200, dialect().wrapped ? { count: rows.length, data: rows } : rows)
    },
  }
}
