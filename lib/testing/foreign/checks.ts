import Big from 'big.js'
import type { Viewer } from '#lib/server/viewer.ts'
import { answersFor } from '#lib/testing/answers.ts'
import { weekStart } from '#lib/week.ts'
import { checkValue, type Findings, type Shown, sameDecimal, sameText, trueSum } from './compare.ts'
import { fieldOf, LISTS, type List, readAll, rowsOf } from './lists.ts'
import type { Spelled } from './spelled.ts'

/** Checks that an undocumented status is shown in the source's words. */
function checkOther(
  findings: Findings,
  what: string,
  spelled: Spelled | undefined,
  shown: string | null,
): void {
  const isOwnWords = spelled?.rule === 'ambiguous' && what.includes('status')
  if (isOwnWords) findings.expect(shown === null || !/^(DRAFT|PENDING|PAYMENT_|SENT_)/.test(shown), what)
  else checkValue(findings, what, spelled, shown, what.includes('usd_total') ? sameDecimal : sameText)
}

/**
 * Checks that each row appears once, with each value as the source meant it, or unknown if it is ambiguous.
 */
export async function checkRows(list: List, viewer: Viewer, findings: Findings): Promise<Map<string, Shown>> {
  const { shown } = await readAll(list, viewer, '')
  const byId = new Map(shown.map((row) => [row.id, row]))
  const rows = rowsOf(list, viewer)
  findings.expect(
    shown.length === rows.length && byId.size === rows.length,
    `${list.date}: ${shown.length} rows of ${rows.length}`,
  )
  for (const row of rows) {
    const found = byId.get(row.id)
    findings.expect(found !== undefined, `${list.date}: ${row.id} is missing`)
    if (!found) continue
    const what = `${list.source} ${row.id}`
    checkValue(
      findings,
      `${what} ${list.date}`,
      fieldOf(row, list.date),
      found.day,
      (truth, day) => list.dayOf(truth) === day,
    )
    checkValue(findings, `${what} ${list.amount}`, fieldOf(row, list.amount), found.amount, sameDecimal)
    for (const name of list.others)
      checkOther(findings, `${what} ${name}`, fieldOf(row, name), found.others[name] ?? null)
  }
  return byId
}

const RANGES = [
  ['2026-11-01', '2026-11-30'],
  ...Array.from({ length: 28 }, (_, at) => {
    const day = `2026-11-${String(at + 1).padStart(2, '0')}`
    return [day, day] as const
  }),
] as const

/** Checks that dated totals equal the truth, or state how many rows and amounts they leave out. */
export async function checkTotals(
  list: List,
  viewer: Viewer,
  shown: Map<string, Shown>,
  findings: Findings,
): Promise<void> {
  for (const [from, to] of RANGES) {
    const { totals, freshness } = await list.read(viewer, `${list.days[0]}=${from}&${list.days[1]}=${to}`)
    const left = freshness[0]?.unreadableDates ?? 0
    const meant = rowsOf(list, viewer).filter((row) => {
      const truth = fieldOf(row, list.date)?.truth
      return truth != null && list.dayOf(truth) >= from && list.dayOf(truth) <= to
    })
    const count = totals.reduce((sum, total) => sum + total.count, 0)
    const unseen = meant.filter((row) => shown.get(row.id)?.day === null).length
    const what = `${list.source} ${list.date} ${from}..${to} of ${viewer.name}`
    findings.expect(count + unseen === meant.length, `${what}: ${count} + ${unseen} of ${meant.length} rows`)
    findings.expect(
      left >= unseen && (unseen === 0 || freshness[0]?.complete === false),
      `${what}: ${left} told of ${unseen}`,
    )
    for (const total of totals) {
      const own = meant.filter(
        (row) => (row.currency || null) === total.currency && shown.get(row.id)?.day !== null,
      )
      const unknown = own.filter((row) => shown.get(row.id)?.amount === null)
      const known = own.filter((row) => !unknown.includes(row))
      const sum = trueSum(known, (row) => fieldOf(row, list.amount))
      const isSum = list.amount === null || known.length === 0 || sum.eq(new Big(total.amount ?? 'NaN'))
      findings.expect(isSum, `${what} ${total.currency}: ${total.amount} for ${sum.toFixed()}`)
      findings.expect(
        total.unknownAmounts === unknown.length,
        `${what}: ${total.unknownAmounts} unknown amounts of ${unknown.length}`,
      )
    }
  }
}

/** Checks that the weekly figures count every period of their week and currency, or state what they leave out. */
export async function checkWeeks(viewer: Viewer, findings: Findings): Promise<void> {
  const { weeks } = await answersFor(viewer).weekly('')
  const [list] = LISTS
  if (!list) return
  for (const { week, currency, count, partial, leftOut, unknownAmounts } of weeks) {
    const meant = rowsOf(list, viewer).filter((row) => {
      const truth = fieldOf(row, 'start_date')?.truth
      return row.currency === currency && truth != null && weekStart(truth) === week
    })
    const isWhole = count === meant.length && unknownAmounts === 0
    findings.expect(
      isWhole || partial || leftOut > 0,
      `week ${week} ${currency}: ${count} of ${meant.length}, partial ${partial}, left out ${leftOut}`,
    )
  }
  const counted = weeks.reduce((sum, { count }) => sum + count, 0)
  findings.expect(counted > 0, 'no weeks')
}

/** Checks that an export has the rows of its list and states at its end whether rows may be missing. */
export async function checkExport(list: List, viewer: Viewer, findings: Findings): Promise<void> {
  const query = `${list.days[0]}=2026-11-01&${list.days[1]}=2026-11-30`
  const { shown, freshness } = await readAll(list, viewer, query)
  const answers = answersFor(viewer)
  const isPeriods = list.date === 'start_date'
  const report = await (isPeriods
    ? answers.billingPeriodsCsv(query)
    : answers.invoicesCsv(`source=${list.source}&${query}`))
  const text = await report.text()
  const counted = Number(/^# Rows,(\d+)/m.exec(text)?.[1])
  findings.expect(counted === shown.length, `export of ${list.source}: ${counted} of ${shown.length} rows`)
  const isComplete = freshness.every(({ complete }) => complete)
  findings.expect(
    /^# Complete,yes/m.test(text) === isComplete,
    `export of ${list.source} says that it is complete`,
  )
}
