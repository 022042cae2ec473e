import pg from 'pg'
import { environmentOfRun } from './further-server.ts'

/** One statement on the database of this run, for what no route can bring about: time that has passed, a row of old. */
export async function execute(statement: string, values: readonly unknown[] = []): Promise<number> {
  const client = new pg.Client({ connectionString: (await environmentOfRun()).FURROW_DATABASE_URL })
  await client.connect()
  const { rowCount } = await client.query(statement, [...values]).finally(() => client.end())
  return rowCount ?? 0
}

/** Lets the limits of calls, invitations and links for a new password start anew: a test asks more often than a person. */
export async function forgetLimits(): Promise<void> {
  await execute(`delete from rate_limit where key ~ '^(api|invitation|password_link):'`)
}
