import { parseArgs } from 'node:util'
import { sql } from 'drizzle-orm'
import { database, rows } from '#lib/server/db/client.ts'
import { type Env, readEnv } from '#lib/server/env.ts'
import { printPasswordLink } from '#lib/server/people/password-links.ts'
import { loadEnvironmentFile } from './environment.ts'
import { authSecret, openStore } from './resources.ts'
import { fail, say } from './say.ts'

// The way back in for whoever has the server, but no admin left to ask. Furrow may run.

const USAGE = `Usage: npm run people -- reset-link EMAIL   prints a link with which this person chooses a new password

The account must exist and be enabled. The link works once, for 24 hours; the one before stops working.
Exit code: 0 the link was printed, 1 not.`

const EXPLAINED = [
  ...[
    'ConfigurationError',
    'DatabaseError',
    'PoolerError',
    'SchemaError',
    'DatabaseRoleError',
    'EmbeddedPostgresError',
  ],
  ...['RequestError', 'UsageError'],
]

class UsageError extends Error {
  override name = 'UsageError'
}

function readEmail(): string {
  const [command, email, ...others] = readWords()
  if (command !== 'reset-link' || email === undefined || others.length > 0) throw new UsageError(USAGE)
  return email
}

function readWords(): string[] {
  try {
    return parseArgs({ allowPositionals: true }).positionals
  } catch (error) {
    throw new UsageError(USAGE, { cause: error })
  }
}

/** The audit log is written as the web server writes it: with the same database, secret and role. */
async function run(): Promise<void> {
  const email = readEmail()
  const settings: Env = readEnv(process.env)
  const store = await openStore(settings, say)
  try {
    Object.assign(process.env, store.environment, { AUTH_SECRET: await authSecret(settings) })
    const db = database()
    try {
      await requirePeople(db)
      const { name, link, expiresAt } = await printPasswordLink(email)
      say(`\n${name}: ${link}\n\nIt works once, until ${expiresAt.slice(0, 16).replace('T', ' ')} UTC.`)
    } finally {
      await db.$client.end()
    }
  } finally {
    await store.close()
  }
}

async function requirePeople(db: ReturnType<typeof database>): Promise<void> {
  const [people] = await rows<{ isThere: boolean }>(
    db,
    sql`select to_regclass('person') is not null as "isThere"`,
  )
  if (!people?.isThere) throw new UsageError('This database holds no people yet: start Furrow once before.')
}

loadEnvironmentFile()
await run().catch((error: unknown) => {
  const isExplained = error instanceof Error && EXPLAINED.includes(error.name)
  const message = error instanceof Error ? (isExplained ? error.message : error.stack) : String(error)
  return fail(message ?? String(error))
})
process.exit(0)
