import pg from 'pg'
import { environmentOfRun } from './further-server.ts'

/**
 * Runs one statement on the run's database, for states that no route can create: time that has passed, old
 * rows. Returns the number of rows changed.
 */
export async function execute(statement: string, values: readonly unknown[] = []): Promise<number> {
  return (await ask(statement, values)).rowCount ?? 0
}

/** Returns the rows of one statement on the run's database, for facts that no route shows. */
export async function query<Row>(statement: string, values: readonly unknown[] = []): Promise<Row[]> {
  return (await ask(statement, values)).rows as Row[]
}

async function ask(statement: string, values: readonly unknown[]): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: (await environmentOfRun()).FURROW_DATABASE_URL })
  await client.connect()
  return client.query(statement, [...values]).finally(() => client.end())
}

/**
 * Resets the limits of API calls, invitations and password links, because tests send more requests than a
 * person.
 */
export async function forgetLimits(): Promise<void> {
  await execute(`delete from rate_limit where key ~ '^(api|invitation|password_link):'`)
}
