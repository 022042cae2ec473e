import 'server-only'
import { processWide } from '#lib/server/config/process-wide.ts'
import type { TestDatabase } from './database.ts'

/** Lets the limit of the API of this process' database start anew: a test file asks more often than a person. */
export async function forgetLimits(): Promise<void> {
  const { value: db } = processWide<TestDatabase['db']>('furrowDatabase')
  // A test that breaks its database on purpose has no limits to forget.
  await db?.$client.query("delete from rate_limit where key like 'api:%'").catch(() => {})
}
