import pg from 'pg'
import { environmentOfRun } from './further-server.ts'

/** One statement on the database of this run, for what no route can bring about: time that has passed, a row of old. */
export async function execute(statement: string, values: readonly unknown[] = []): Promise<number> {
  return (await ask(statement, values)).rowCount ?? 0
}

/** The rows of one statement on the database of this run, for what no route tells. */
export async function query<Row>(statement: string, values: readonly unknown[] = []): Promise<Row[]> {
  return (await ask(statement, values)).rows as Row[]
}

async function ask(statement: string, values: readonly unknown[]): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: (await environmentOfRun()).FURROW_DATABASE_URL })
  await client.connect()
  return client.query(statement, [...values]).finally(() => client.end())
}

/** Lets the limits of calls, invitations and links for a new password start anew: a test asks more often than a person. */
export async function forgetLimits(): Promise<void> {
  await execute(`delete from rate_limit where key ~ '^(api|invitation|password_link):'`)
}
