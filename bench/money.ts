import { readEnv } from '#lib/server/config/env.ts'
import { openDatabase } from '#lib/server/db/client.ts'
import { runOnce } from '#lib/server/sync/once.ts'
import { syncSettings } from '#lib/server/sync/settings.ts'
import { createUpstreams } from '#lib/server/upstream/sources/upstreams.ts'
import { answersFor } from '#lib/testing/answers.ts'
import { checkMoney } from '#lib/testing/money/check.ts'
import { MONEY_NOW, type MoneyDataset, moneyDataset } from '#lib/testing/money/dataset.ts'
import type { Tally } from '#lib/testing/money/tally.ts'
import { moneyEnvironment, startMoneyUpstream } from '#lib/testing/money/upstream.ts'
import { type BenchEnvironment, readFrom } from './environment.ts'
import { OPERATOR } from './list-cases.ts'
import { count, type Finding } from './report.ts'

/** A million amounts: one per billing period, two per invoice and per payment link. */
const SCALE = { periods: 500_000, invoices: 125_000, links: 125_000, weeks: 26 }

/**
 * R10: serves amounts of every spelling over HTTP, mirrors them, and compares them in every response that
 * shows money.
 */
export async function measureMoney(environment: BenchEnvironment): Promise<Finding[]> {
  const dataset = moneyDataset(SCALE)
  environment.note(`R10: ${count(dataset.amounts)} amounts from wire to export …`)
  const url = await environment.emptyDatabase()
  await mirror(url, dataset)
  const db = openDatabase(url, { work: 'web' })
  try {
    readFrom({ url, db })
    const { listed, exported, sums } = await checkMoney(dataset, answersFor(OPERATOR))
    for (const { examples } of [listed, exported, sums])
      for (const line of examples) environment.note(`R10: ${line}`)
    return [
      finding('amounts in lists', listed, dataset.amounts),
      finding('amounts in CSV reports', exported, dataset.amounts),
      finding('sums: totals, weeks, summaries', sums),
    ]
  } finally {
    await db.$client.end()
  }
}

async function mirror(url: string, dataset: MoneyDataset): Promise<void> {
  const upstream = await startMoneyUpstream(dataset)
  const env = readEnv(moneyEnvironment(upstream, dataset))
  const upstreams = createUpstreams(env)
  const { signal } = new AbortController()
  try {
    const settings = syncSettings(env)
    const { isComplete } = await runOnce({ url, upstreams, settings, signal, now: () => MONEY_NOW })
    if (!isComplete) throw new Error('The amounts were not read completely')
  } finally {
    await upstreams.close()
    await upstream.close()
  }
}

/** Met only if all amounts were compared and none is wrong. */
function finding(name: string, { wrong, compared }: Tally, all = compared): Finding {
  return {
    name: `${name} that differ from what the source wrote`,
    figure: `${wrong} of ${count(compared)}`,
    target: `0${all === compared ? '' : ` of ${count(all)}`}`,
    isMet: wrong === 0 && compared === all && compared > 0,
  }
}
