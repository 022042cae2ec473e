import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { sumMoney } from '#lib/money.ts'
import { PROGRAMMES } from '#lib/sandbox/dataset/regions.ts'
import type { CurrencyTotal } from '#lib/schema.ts'
import { startMirror, startReadMirror } from '#lib/server/sync/testing/mirror.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { changeSource } from '#lib/testing/as-of/changes-of-source.ts'
import {
  type Answer,
  askQuestion,
  drawQuestion,
  type Question,
  type Row,
} from '#lib/testing/as-of/questions.ts'
import { createRandom } from '#lib/testing/simulation/random.ts'
import { answersFor } from './answers.ts'
import { financier, openTestDatabase, operator } from './ask.ts'

type Recorded = Question & { at: string; answer: Answer }

/** A second after the last pass, so that all that it stored had been stored. */
const afterPass = ({ clock }: { clock: { now: Date } }) => new Date(clock.now.getTime() + 1_000).toISOString()

/** The totals of rows, added up here. */
function totalsOf(rows: readonly Row[]): CurrencyTotal[] {
  return [...Map.groupBy(rows, ({ currency }) => currency)].map(([currency, own]) => {
    const known = own.flatMap(({ amount }) => amount ?? [])
    const amount = currency === null || known.length === 0 ? null : sumMoney(known)
    return { currency, count: own.length, amount, unknownAmounts: own.length - known.length }
  })
}

/** Puts sums into one spelling: their trailing zeros mean nothing. */
const plain = (amount: string | null) =>
  amount?.includes('.') ? amount.replace(/\.?0+$/, '').replace(/^-0$/, '0') : amount

function comparable(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, part) =>
      typeof part === 'string' && /^-?\d+\.\d+$/.test(part) ? plain(part) : part,
    ),
  )
}

type Counted = readonly { currency: string | null; count: number }[]

/** The number of periods by currency. */
function countsOf(figures: Counted) {
  const groups = Map.groupBy(figures, ({ currency }) => currency)
  return new Map(
    [...groups].map(([currency, own]) => [currency, own.reduce((sum, { count }) => sum + count, 0)]),
  )
}

/** The same of the list with the filters of a question about figures. */
async function countsOfList({ viewer, of, query }: Question, at: string) {
  const search = new URLSearchParams(query)
  search.delete('group_by')
  const listed =
    query === ''
      ? search
      : new URLSearchParams([...search].map(([name, value]) => [START[name] ?? name, value]))
  const told = await askQuestion({ viewer, of: 'billing-periods', query: listed.toString() }, at)
  const rows = 'rows' in told ? told.rows : []
  return countsOf(
    rows
      .filter(({ startDate }) => of !== 'weekly' || startDate !== null)
      .filter(({ status }) => of !== 'unpaid' || /^(SENT_|PENDING|PAYMENT_FAILED)/.test(String(status)))
      .map(({ currency }) => ({ currency, count: 1 })),
  )
}
const START: Record<string, string> = { from: 'start_from', to: 'start_to' }

const byCurrency = (totals: readonly CurrencyTotal[]) =>
  comparable(totals.toSorted((a, b) => String(a.currency).localeCompare(String(b.currency))))

describe('as of an instant', () => {
  test('200 answers given during a run are given again at its end', async () => {
    const mirror = await startMirror({ database: await openTestDatabase() })
    const random = createRandom(20_261_121)
    await mirror.pass()
    const recorded: Recorded[] = []
    for (let round = 0; round < 10; round += 1) {
      changeSource(mirror, random)
      await mirror.pass()
      const at = afterPass(mirror)
      for (let nth = 0; nth < 20; nth += 1) {
        const question = drawQuestion(random)
        recorded.push({ ...question, at, answer: await askQuestion(question, null, new Date(at)) })
      }
    }
    const owners = await mirror.select<{ key: string; owner: string | null }>(sql`
      select 'billing-periods ' || id as key, funding_source as owner from billing_period
      union all select source || ' ' || id, funding_source from invoice`)
    const ownerOf = new Map(owners.map(({ key, owner }) => [key, owner]))
    const isStill = ({ viewer }: Question, row: Row) =>
      viewer.fundingSources === 'all' ||
      viewer.fundingSources.includes(ownerOf.get(`${row.source ?? 'billing-periods'} ${row.id}`) ?? '')
    const seen = { rows: 0, left: 0, figures: 0, changed: 0 }
    for (const { answer, at, ...question } of recorded) {
      const told = await askQuestion(question, at)
      const about = `${question.viewer.id} ${question.of} ${question.query} ${at}`
      if ('rows' in told && 'rows' in answer) {
        const stayed = answer.rows.filter((row) => isStill(question, row))
        expect(told.rows, about).toEqual(stayed)
        expect(told.left, about).toBe(answer.rows.length - stayed.length)
        expect(byCurrency(told.totals), about).toEqual(byCurrency(totalsOf(stayed)))
        if (told.left === 0) expect(byCurrency(told.totals), about).toEqual(byCurrency(answer.totals))
        seen.rows += stayed.length
        const now = await askQuestion(question, null)
        if (JSON.stringify(now) !== JSON.stringify(told)) seen.changed += 1
      } else if ('figures' in told && 'figures' in answer) {
        if (told.left === 0) expect(comparable(told), about).toEqual(comparable(answer))
        // Rows that left take their amounts along: the figures are those of the list.
        else expect(countsOf(told.figures), about).toEqual(await countsOfList(question, at))
        seen.figures += 1
      }
      if (told.left > 0) seen.left += 1
    }
    expect(recorded).toHaveLength(200)
    expect(seen.rows).toBeGreaterThan(1_000)
    expect(seen.figures).toBeGreaterThan(40)
    expect(seen.left).toBeGreaterThan(3)
    expect(seen.changed).toBeGreaterThan(40)
  })

  test('a row that has left the reader’s funding sources is counted and not shown, then or now', async () => {
    const mirror = await startReadMirror(openTestDatabase)
    const at = afterPass(mirror)
    const [row] = await mirror.select<{ id: string; owner: string }>(sql`
      select id, funding_source as owner from billing_period where funding_source is not null order by id limit 1`)
    const { id = '', owner = '' } = row ?? {}
    const other = PROGRAMMES.find((name) => name !== owner) ?? ''
    mirror.sandbox.rows.change({
      resource: 'billing-periods',
      id,
      fields: { fundingSource: other, amount: '4' },
    })
    // The source’s filters must agree twice before a row loses its funding source.
    for (let nth = 0; nth < 3; nth += 1) await mirror.pass()
    const ask = (viewer: Viewer) => answersFor(viewer).billingPeriods(`as_of=${at}&limit=200`)
    const [ofOwner, ofOther, ofBoth] = [
      await ask(financier(owner)),
      await ask(financier(other)),
      await ask(financier(owner, other)),
    ]
    expect(ofOwner.rows.map((each) => each.id)).not.toContain(id)
    expect(ofOwner.asOf).toEqual({ at, left: 1 })
    expect(ofOther.rows.map((each) => each.id)).not.toContain(id)
    expect(ofOther.asOf).toEqual({ at, left: 0 })
    expect(ofBoth.rows.find((each) => each.id === id)).toMatchObject({ fundingSource: owner })
    const csv = await (await answersFor(financier(owner)).billingPeriodsCsv(`as_of=${at}`)).text()
    expect(csv).toContain(`# As Furrow had stored it at,${at}`)
    expect(csv).toContain('# Left out: outside your funding sources since,1 row')
    expect(csv).toContain('# Complete,not known as of then')
    const { weeks, asOf } = await answersFor(financier(owner)).weekly(`as_of=${at}`)
    expect(asOf?.left).toBe(1)
    expect(weeks.reduce((sum, { count }) => sum + count, 0)).toBe(ofOwner.rows.length)
  })

  test('a day means its end in the business time zone', async () => {
    await startReadMirror(openTestDatabase)
    const { asOf } = await answersFor(operator).billingPeriods('as_of=2026-11-22')
    expect(asOf?.at).toBe('2026-11-22T22:59:59.999Z')
  })

  test('is refused before the history, in the future, and by the time of the last change', async () => {
    const mirror = await startReadMirror(openTestDatabase)
    const earliest = mirror.clock.now.toISOString()
    const { billingPeriods, invoices, weekly, summary, comparison, billingPeriodsCsv } = answersFor(operator)
    for (const ask of [billingPeriods, weekly, summary, comparison, billingPeriodsCsv]) {
      await expect(ask('as_of=2026-11-20')).rejects.toThrow(`as_of: must not be before ${earliest}`)
      await expect(ask('as_of=2199-01-01')).rejects.toThrow('as_of: must not be in the future')
    }
    await expect(invoices('source=payment-links&as_of=2026-11-20')).rejects.toThrow('must not be before')
    await expect(billingPeriods('as_of=2026-11-22&sort=changed_at')).rejects.toThrow(
      'sort: cannot be changed_at',
    )
    await expect(invoices('source=hello-tractor&as_of=2026-11-22&sort=-changed_at')).rejects.toThrow(
      'sort: cannot be changed_at',
    )
  })

  test('is refused while there is no history', async () => {
    const mirror = await startMirror({ database: await openTestDatabase() })
    await mirror.passWeek()
    await expect(answersFor(operator).billingPeriods('as_of=2026-11-20')).rejects.toThrow(
      'as_of: cannot be answered yet',
    )
  })
})
