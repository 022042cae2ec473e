import 'server-only'
import { processWide } from '#lib/server/config/process-wide.ts'
import type { TestDatabase } from './database.ts'

/** Resets the API rate limits of this process's database: a test file sends more than a person does. */
export async function forgetLimits(): Promise<void> {
  const { value: db } = processWide<TestDatabase['db']>('furrowDatabase')
  // A test that breaks its database on purpose has no limits to reset.
  await db?.$client.query("delete from rate_limit where key like 'api:%'").catch(() => {})
}
