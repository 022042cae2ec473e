import { expect, test } from 'vitest'
import { BILLING_PERIOD_SORTS } from '#lib/billing-periods/filters.ts'
import { addDays, type Day } from '#lib/calendar-date.ts'
import { businessToday } from '#lib/server/config/business-today.ts'
import { startMirror } from '#lib/server/sync/testing/mirror.ts'
import { readCsv, readList } from '#lib/testing/agreement/answers.ts'
import { readFiles } from '#lib/testing/agreement/files.ts'
import { figuresOfRows, rowsText } from '#lib/testing/agreement/told.ts'
import { createRandom, type Random } from '#lib/testing/simulation/random.ts'
import { answersFor } from './answers.ts'
import { openTestDatabase, operator } from './ask.ts'

const FILTERS = 200
const STATUSES = ['DRAFT', 'SENT_TO_PAYMENT_SERVICE', 'PENDING', 'PAYMENT_COMPLETE', 'PAYMENT_FAILED']
const UNPAID = ['SENT_TO_PAYMENT_SERVICE', 'PENDING', 'PAYMENT_FAILED']

/** A billing period as the sandbox's own list shows it, read here by nothing but the seeds' documents. */
type Raw = {
  id: string
  contract: string
  start: string
  end: string
  status: string
  currency: string
  amount: string | null
  fundingSource: string | null
}
type Pair = readonly [name: string, value: string]
type Drawn = { pairs: Pair[]; isIn: (row: Raw) => boolean }

/** Compares decimals of at most 20 decimals exactly. */
function units(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.')
  const value = BigInt(whole + fraction.padEnd(20, '0'))
  return decimal.startsWith('-') ? -value : value
}

/** Draws one filter with its own meaning. */
const KINDS: Record<string, (random: Random, rows: readonly Raw[], today: Day) => Drawn> = {
  currency: (random, rows) => {
    const chosen = [random.pick(rows).currency, random.pick(rows).currency]
    return { pairs: chosen.map((value) => ['currency', value]), isIn: (row) => chosen.includes(row.currency) }
  },
  status: (random) => {
    const chosen = [random.pick(STATUSES), random.pick([...STATUSES, 'OTHER'])]
    const isIn = ({ status }: Raw) => chosen.includes(STATUSES.includes(status) ? status : 'OTHER')
    return { pairs: chosen.map((value) => ['status', value]), isIn }
  },
  word: (random, rows) => {
    const words = rows.map(({ status }) => status).filter((status) => !STATUSES.includes(status))
    const word = random.pick(words)
    return { pairs: [['status', `OTHER:${word}`]], isIn: ({ status }) => status === word }
  },
  fundingSource: (random, rows) => {
    const name = random.pick(rows).fundingSource
    return { pairs: [['funding_source', name ?? '(unassigned)']], isIn: (row) => row.fundingSource === name }
  },
  contract: (random, rows) => {
    const chosen = [random.pick(rows).contract, random.pick(rows).contract]
    return { pairs: chosen.map((value) => ['contract', value]), isIn: (row) => chosen.includes(row.contract) }
  },
  start: (random, rows) => days(random, rows, 'start'),
  end: (random, rows) => days(random, rows, 'end'),
  id: (random, rows) => {
    const { id } = random.pick(rows)
    const isIn = (row: Raw) => [row.id, row.contract].some((text) => text.includes(id))
    return { pairs: [['search', id]], isIn }
  },
  unpaid: (random, _, today) => {
    const over = random.int(0, 60)
    const last = addDays(today, -over)
    return {
      pairs: [['unpaid_over', String(over)]],
      isIn: ({ status, end }) => UNPAID.includes(status) && end < last,
    }
  },
  amounts: (random, rows) => {
    const known = rows.filter((row) => row.amount !== null && row.currency !== '')
    const { currency, amount } = random.pick(known)
    const other = random.pick(known.filter((row) => row.currency === currency)).amount ?? '0'
    const ends = [amount ?? '0', other].sort((a, b) => (units(a) < units(b) ? -1 : 1))
    const [from, to] = [random.chance(0.8) ? ends[0] : null, random.chance(0.8) ? ends[1] : null]
    const pairs: Pair[] = [['currency', currency]]
    if (from) pairs.push(['amount_from', from])
    if (to) pairs.push(['amount_to', to])
    const isAbove = (own: string) => (!from || units(own) >= units(from)) && (!to || units(own) <= units(to))
    const isAny = !from && !to
    return {
      pairs,
      isIn: (row) => row.currency === currency && (isAny || (row.amount !== null && isAbove(row.amount))),
    }
  },
}

function days(random: Random, rows: readonly Raw[], of: 'start' | 'end'): Drawn {
  const ends = [random.pick(rows)[of], random.pick(rows)[of]].sort()
  const [from, to] = [random.chance(0.7) ? ends[0] : null, random.chance(0.7) ? ends[1] : null]
  const pairs: Pair[] = []
  if (from) pairs.push([`${of}_from`, from])
  if (to) pairs.push([`${of}_to`, to])
  return { pairs, isIn: (row) => (!from || row[of] >= from) && (!to || row[of] <= to) }
}

/** Draws up to three filters of different kinds; amounts bring their own currency. */
function draw(random: Random, rows: readonly Raw[], today: Day): Drawn {
  const names = Array.from({ length: random.int(0, 3) }, () => random.pick(Object.keys(KINDS)))
  const kinds = new Set(names)
  if (kinds.has('amounts')) kinds.delete('currency')
  if (kinds.has('word')) kinds.delete('status')
  const drawn = [...kinds].map((name) => KINDS[name]!(random, rows, today))
  return { pairs: drawn.flatMap(({ pairs }) => pairs), isIn: (row) => drawn.every(({ isIn }) => isIn(row)) }
}

/** The sandbox gives a status as `{ label }`. */
function labelOf(status: unknown): string {
  return status !== null && typeof status === 'object' && 'label' in status ? String(status.label ?? '') : ''
}

const asRow = ({ id, currency, amount, status }: Raw) => ({
  id,
  currency: currency === '' ? null : currency,
  amount,
  status: status === '' ? null : status,
})

test('200 random filters: rows, totals and files for programs and people are the rows of the source, to the last digit', async () => {
  const mirror = await startMirror({ database: await openTestDatabase() })
  await mirror.pass()
  const rows = mirror.sandbox.truth.billingPeriods().map(({ id, row, fundingSource }): Raw => {
    const text = (name: string) => String(row[name] ?? '').trim()
    const amount = text('totalAmountIncMaintenanceFee')
    return {
      id,
      contract: text('loanName'),
      start: text('start_date'),
      end: text('end_date'),
      status: labelOf(row.status),
      currency: text('currency'),
      amount: /^-?\d+(\.\d+)?$/.test(amount) ? amount : null,
      fundingSource,
    }
  })
  const random = createRandom(20_261_201)
  const today = businessToday()
  const answers = answersFor(operator)
  const seen = { none: 0, some: 0, amounts: 0, unpaid: 0 }
  for (let nth = 0; nth < FILTERS; nth += 1) {
    const { pairs, isIn } = draw(random, rows, today)
    const expected = rows.filter(isIn).map(asRow)
    const isOne = pairs.filter(([name]) => name === 'currency').length === 1
    const sort = random.pick(BILLING_PERIOD_SORTS.filter((one) => isOne || !one.endsWith('amount')))
    const asked = { source: null, filters: pairs, statuses: [], from: null, to: null, sort }
    const about = pairs.map((pair) => pair.join('=')).join('&')
    for (const { told, inner } of [await readList(answers, asked), await readCsv(answers, asked)]) {
      expect(told.figures, `${told.name} ${about}`).toBe(figuresOfRows(expected))
      if (told.rows !== null) expect(told.rows, `${told.name} ${about}`).toBe(rowsText(expected))
      for (const { name, one, other } of inner) expect(one, `${name} ${about}`).toBe(other)
    }
    const unworded = expected.map((row) => ({ ...row, status: null }))
    for (const file of await readFiles(
      answers,
      new URLSearchParams(pairs.map((pair) => [...pair])).toString(),
    )) {
      const isForPeople = file.totals !== null
      expect(file.rows, `${file.name} ${about}`).toBe(rowsText(isForPeople ? unworded : expected))
      expect(file.figures, `${file.name} ${about}`).toBe(figuresOfRows(expected))
      if (isForPeople) expect(file.totals, `totals of ${file.name} ${about}`).toBe(figuresOfRows(expected))
    }
    seen[expected.length === 0 ? 'none' : 'some'] += 1
    if (about.includes('amount_')) seen.amounts += 1
    if (about.includes('unpaid_')) seen.unpaid += 1
  }
  expect(seen.some).toBeGreaterThan(100)
  expect(Math.min(seen.none, seen.amounts, seen.unpaid)).toBeGreaterThan(5)
})
