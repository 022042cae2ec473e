import { parseArgs } from 'node:util'
import { ExplainedError } from '#lib/errors.ts'
import { printPasswordLink } from '#lib/server/auth/password-links.ts'
import { database } from '#lib/server/db/client.ts'
import { schemaOf } from '#lib/server/db/migrate.ts'
import { requireSchema } from '#lib/server/db/schema-fence.ts'
import { logToStandardError } from '#lib/server/log/logger.ts'
import { closeOnStop } from './children.ts'
import { readSettings } from './environment.ts'
import { explainFailure } from './explain.ts'
import { openInstalledStore } from './resources.ts'
import { fail, say, warn } from './say.ts'
import { requireSecret } from './secret.ts'

// Recovers access for a user who has the server but no admin left to ask. Furrow may be running.

const USAGE = `Usage: npm run people -- reset-link EMAIL   prints a link for choosing a new password

The account must exist and be enabled. The link works once, for 24 hours; an earlier link stops working.
Exit code: 0 the link was printed, 1 not.`

function readEmail(): string {
  const [command, email, ...others] = readWords()
  if (command !== 'reset-link' || email === undefined || others.length > 0) throw new ExplainedError(USAGE)
  return email
}

function readWords(): string[] {
  try {
    return parseArgs({ allowPositionals: true }).positionals
  } catch (error) {
    throw new ExplainedError(USAGE, { cause: error })
  }
}

/**
 * Prints the password link. The audit event is written as the web server writes its events: with the same
 * database, secret and role.
 */
async function run(): Promise<void> {
  const email = readEmail()
  logToStandardError()
  const settings = readSettings(warn)
  const store = await openInstalledStore(settings, say)
  closeOnStop(store.close)
  try {
    const schema = await schemaOf(store.url)
    // A database without tables also lacks the web server's role, which writes the audit log.
    if (schema === null)
      throw new ExplainedError('This database holds no people yet: start Furrow once first.')
    requireSchema(schema)
    const secret = await requireSecret(settings, 'with which the audit log is sealed')
    Object.assign(process.env, store.environment, { AUTH_SECRET: secret })
    const db = database()
    try {
      const { name, link, expiresAt } = await printPasswordLink(email)
      say(`\n${name}: ${link}\n\nIt works once, until ${expiresAt.slice(0, 16).replace('T', ' ')} UTC.`)
    } finally {
      await db.$client.end()
    }
  } finally {
    await store.close()
  }
}

await run().catch((error: unknown) => fail(explainFailure(error)))
process.exit(0)
