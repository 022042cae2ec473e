import 'server-only'
import { PROGRAMMES } from '#lib/sandbox/dataset/regions.ts'
import type { Mirror } from '#lib/server/sync/testing/mirror.ts'
import type { Random } from '#lib/testing/simulation/random.ts'

/** What a row can be assigned to. */
const OWNERS = [...PROGRAMMES, null]

/** Changes, removes, restores and moves some rows of every source at random. */
export function changeSource({ sandbox, clock }: Mirror, random: Random): void {
  const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id)
  const periods = ids(sandbox.truth.billingPeriods())
  const invoices = ids(sandbox.truth.invoices())
  const links = ids(sandbox.truth.paymentLinks())
  const clients = ids(sandbox.truth.clientInvoices())
  for (let nth = 0; nth < 12; nth += 1) {
    const id = random.pick(periods)
    const change = (fields: object) => sandbox.rows.change({ resource: 'billing-periods', id, fields })
    const amount = `${random.int(-50, 5_000)}.${random.int(1, 999)}`
    if (random.chance(0.3)) change({ amount })
    if (random.chance(0.3))
      change({ status: random.pick(['PAYMENT_COMPLETE', 'PAYMENT_FAILED', 'REVERSED']) })
    if (random.chance(0.2)) change({ fundingSource: random.pick(OWNERS) })
    if (random.chance(0.2)) change({ loanName: `Contract ${random.int(1, 9)}` })
    if (random.chance(0.1)) change({ startDate: `2026-11-0${random.int(1, 9)}` })
    if (random.chance(0.1)) change({ amount: null })
    if (random.chance(0.1)) sandbox.rows.restore('billing-periods', id)
  }
  // More at once would wait for an operator's confirmation.
  if (random.chance(0.5)) sandbox.rows.remove('billing-periods', random.pick(periods))
  for (let nth = 0; nth < 4; nth += 1) {
    const id = random.pick(invoices)
    const fields = random.pick([
      { total: `${random.int(1, 900)}.5` },
      { isPaid: random.chance(0.5) },
      { fundingSource: random.pick(OWNERS) },
      { title: `Title ${random.int(1, 9)}` },
    ])
    sandbox.rows.change({ resource: 'invoices', id, fields })
    const at = new Date(clock.now.getTime() - random.int(0, 5) * 86_400_000).toISOString()
    sandbox.rows.change({ resource: 'payment-links', id: random.pick(links), fields: { processedAt: at } })
    sandbox.rows.change({
      resource: 'client-invoices',
      id: random.pick(clients),
      fields: { customerName: `Customer ${random.int(1, 9)}` },
    })
  }
}
