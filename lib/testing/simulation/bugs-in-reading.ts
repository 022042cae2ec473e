import 'server-only'
import { addDays } from '#lib/calendar-date.ts'
import type { PageReader } from '#lib/server/sync/walk.ts'
import type { HelloTractorClient, Upstreams } from '#lib/server/upstream/contract.ts'
import type { Bug } from './bug.ts'

/** Mistakes in requests to an upstream and in conclusions from its pages. */
export const READING_BUGS: readonly Bug[] = [
  {
    name: 'a window leaves out its last day',
    replaces: {
      'sync/lists.ts': {
        walkedLists: (real) => (upstreams, currencies) => {
          const asked = withHelloTractor(upstreams, (client) => ({
            billingPeriodPage: ({ start_date_lte: last, ...query }, token, options) => {
              const days = last === undefined ? {} : { start_date_lte: addDays(last, -1) }
              return client.billingPeriodPage({ ...query, ...days }, token, options)
            },
          }))
          return real(asked, currencies)
        },
      },
    },
  },
  {
    name: 'invoices are asked without a day more at the start',
    replaces: {
      'sync/lists.ts': {
        walkedLists: (real) => (upstreams, currencies) => {
          const asked = withHelloTractor(upstreams, (client) => ({
            invoicePage: ({ date_from: first, ...query }, token, options) => {
              const days = first === undefined ? {} : { date_from: addDays(first, 1) }
              return client.invoicePage({ ...query, ...days }, token, options)
            },
          }))
          return real(asked, currencies)
        },
      },
    },
  },
  {
    name: 'rows listed twice pass for two rows',
    replaces: {
      'sync/walk.ts': {
        walkPages:
          (real) =>
          async <Row extends { id: string }>(readPage: PageReader<Row>, options?: { maxPages?: number }) => {
            const listed: Row[] = []
            const walk = await real<Row>(async (token) => {
              const page = await readPage(token)
              listed.push(...page.records)
              return page
            }, options)
            const seen = new Set<string>()
            for (const record of listed) {
              if (seen.has(record.id)) walk.rows.set(`${record.id} again`, record)
              seen.add(record.id)
            }
            return { ...walk, duplicates: 0 }
          },
      },
    },
  },
  {
    name: 'a walk is not compared with the counts',
    replaces: {
      'sync/walk.ts': {
        walkFault: (real) => (walk) => real({ ...walk, countBefore: null, countAfter: null }),
      },
    },
  },
  {
    name: 'a repeated page ends a walk as if it were the last',
    replaces: {
      'sync/walk.ts': {
        walkPages: (real) => (readPage, options) => {
          const tokens = new Set<string>()
          return real(async (token) => {
            const page = await readPage(token)
            if (page.next === null || tokens.has(page.next)) return { ...page, next: null }
            tokens.add(page.next)
            return page
          }, options)
        },
      },
    },
  },
  {
    name: 'rows of other weeks are used',
    replaces: {
      'sync/answer-check.ts': {
        strangenessOf: (real) => (list, query, page) => {
          const strangeness = real(list, query, page)
          return strangeness?.what === 'funding_source' ? strangeness : null
        },
      },
    },
  },
  {
    name: 'a run of mostly unreadable rows is applied',
    replaces: { 'sync/row-facts.ts': { isMassRejection: () => () => false } },
  },
]

/** Replaces calls of the Hello Tractor client, if that source is configured. */
function withHelloTractor(
  upstreams: Upstreams,
  calls: (client: HelloTractorClient) => Partial<HelloTractorClient>,
): Upstreams {
  const client = upstreams.helloTractor
  return client === null ? upstreams : { ...upstreams, helloTractor: { ...client, ...calls(client) } }
}
