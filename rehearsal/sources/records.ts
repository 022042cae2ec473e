import { addDays, type Day } from '#lib/calendar-date.ts'
import type { ClientInvoice } from './client-invoices.ts'
import type { Filed } from './hello-tractor.ts'
import type { ProcessedLink } from './payment-links.ts'

// Rows of the rehearsal's sources. Every day is relative to the Monday of the current week, so that each of
// the three whole weeks before it has the same rows on any date.

export const PROGRAMMES = ['Harvest Trust', "Savanna Growers' Fund", 'Fondo Ágil'] as const
export const CURRENCIES = ['NGN', 'KES'] as const
export const LABEL = 'Programme'

const STATUSES = [
  'PAYMENT_COMPLETE',
  'PAYMENT_COMPLETE',
  'PAYMENT_FAILED',
  'PENDING',
  'SENT_TO_PAYMENT_SERVICE',
]

/** Returns the member at `position`, starting again from the first after the end of the list. */
function cycled<Member>(list: readonly [Member, ...Member[]], position: number): Member {
  return list[position % list.length] ?? list[0]
}

/** Returns the Mondays of the three whole weeks before the current one. */
export function weeksBefore(monday: Day): { oldest: Day; middle: Day; newest: Day } {
  return { oldest: addDays(monday, -21), middle: addDays(monday, -14), newest: addDays(monday, -7) }
}

function period(id: number, week: Day): Filed {
  const day = addDays(week, id % 7)
  const currency = cycled(CURRENCIES, id)
  return {
    row: {
      id,
      loanName: `Contract Kaduna ${id}`,
      start_date: day,
      end_date: addDays(day, 6),
      status: { label: cycled([STATUSES[0] ?? '', ...STATUSES.slice(1)], id) },
      currency,
      totalAmountIncMaintenanceFee: `${10_000 + id * 37}.50`,
    },
    day,
    currency,
    fundingSources: [cycled(PROGRAMMES, id)],
  }
}

const numbered = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index)

/** Returns billing periods, with irregular rows as real sources have them. */
export function periodsOf(monday: Day): Filed[] {
  const { oldest, middle, newest } = weeksBefore(monday)
  const odd = (id: number, changes: Record<string, unknown>, filed: Partial<Filed> = {}): Filed => {
    const plain = period(id, newest)
    return { ...plain, ...filed, row: { ...plain.row, ...changes } }
  }
  return [
    ...numbered(1_000, 60).map((id) => period(id, oldest)),
    ...numbered(2_000, 60).map((id) => period(id, middle)),
    ...numbered(3_000, 30).map((id) => period(id, newest)),
    // An unreadable amount, an unreadable day, an undocumented status, and a row without an amount.
    odd(3_101, { totalAmountIncMaintenanceFee: '1,234' }),
    odd(3_102, { start_date: 'next Monday' }),
    odd(3_103, { status: { code: 9, label: 'REVERSED_BY_AGENT' } }),
    odd(3_104, { totalAmountIncMaintenanceFee: null, loanName: null, end_date: null }),
    // A row in two programmes, one in none, and one that no date filter finds.
    odd(3_105, {}, { fundingSources: [PROGRAMMES[0], PROGRAMMES[1]] }),
    odd(3_106, {}, { fundingSources: [] }),
    odd(3_107, {}, { day: null }),
    // A row without an id, which cannot be stored.
    odd(3_108, { id: null }),
  ]
}

/** Returns Hello Tractor's invoices. */
export function invoicesOf(monday: Day): Filed[] {
  const { oldest, middle, newest } = weeksBefore(monday)
  const invoice = (number: number, week: Day): Filed => {
    const day = addDays(week, number % 7)
    return {
      row: {
        id: `inv-${number}`,
        invoice_no: `INV/${number}`,
        title: 'Weekly service',
        total: `${20_000 + number}.25`,
        usd_total: `${13 + number}.10`,
        invoice_paid: number % 3 === 0,
        created_at: `${day}T11:30:00Z`,
      },
      day,
      currency: cycled(CURRENCIES, number),
      fundingSources: [cycled(PROGRAMMES, number)],
    }
  }
  const odd = (number: number, changes: Record<string, unknown>) => {
    const plain = invoice(number, newest)
    return { ...plain, row: { ...plain.row, ...changes } }
  }
  return [
    ...numbered(1, 30).map((number) => invoice(number, oldest)),
    ...numbered(101, 30).map((number) => invoice(number, middle)),
    ...numbered(201, 20).map((number) => invoice(number, newest)),
    odd(301, { total: '12.000,50' }),
    odd(302, { created_at: 'yesterday' }),
    odd(303, { currency: 'GHS' }),
  ]
}

/** Returns processed payment links; a custom label names the programme. */
export function linksOf(monday: Day): ProcessedLink[] {
  const { oldest, newest } = weeksBefore(monday)
  return numbered(500, 42).map((number) => {
    const day = addDays(number % 2 === 0 ? oldest : newest, number % 7)
    return {
      processedOn: day,
      row: {
        invoiceId: number,
        batchId: 50,
        accountNumber: `ACC${number}`,
        invoiceAmount: 100 + number / 100,
        invoiceStatus: cycled(['paid', 'not_paid', 'partially_paid', 'registered'], number),
        overallStatus: cycled(['paid', 'clicked', 'partially_paid', 'plan'], number),
        totalTransactionsAmount: number % 4 === 0 ? '100.00' : 0,
        url: `https://pay.example.com/${number}`,
        email: 'payer@example.com',
        customLabel1: 'Due Date',
        customValue1: day,
        customLabel2: LABEL,
        customValue2: cycled(PROGRAMMES, number),
        created: `${day} 10:00:00`,
        updated: `${day} 12:02:30`,
      },
    }
  })
}

/** Returns client invoices. */
export function clientInvoicesOf(monday: Day): ClientInvoice[] {
  const { oldest, middle, newest } = weeksBefore(monday)
  return numbered(100, 45).map((number) => {
    const day = addDays(cycled([oldest, middle, newest], number), number % 7)
    return {
      invoice_number: `FACT${number}`,
      customer_name: 'Société Générale des Moissons',
      billing_site_ref: `SITE${number % 5}`,
      billing_site_name: 'Main Site',
      invoice_type: 1,
      invoice_type_label: 'Standard Invoice',
      accounting_date: day,
      payment_deadline: addDays(day, 30),
    }
  })
}
