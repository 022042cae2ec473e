import { parseArgs } from 'node:util'
import { ExplainedError } from '#lib/errors.ts'
import { printPasswordLink } from '#lib/server/auth/password-links.ts'
import { database } from '#lib/server/db/client.ts'
import { schemaOf } from '#lib/server/db/migrate.ts'
import { requireSchema } from '#lib/server/db/schema-fence.ts'
import { logToStandardError } from '#lib/server/log/logger.ts'
import { commandWords } from '#lib/words/command-words.ts'
import { readSettings } from './environment.ts'
import { explainFailure } from './explain.ts'
import { closedOnStop } from './on-stop.ts'
import { openInstalledStore } from './resources.ts'
import { fail, say, warn } from './say.ts'
import { requireSecret } from './secret.ts'

// Recovers access for a user who has the server but no admin left to ask. Furrow may be running.

const t = commandWords('commands')

function readEmail(): string {
  const [command, email, ...others] = readWords()
  if (command !== 'reset-link' || email === undefined || others.length > 0)
    throw new ExplainedError(t('people.usage'))
  return email
}

function readWords(): string[] {
  try {
    return parseArgs({ allowPositionals: true }).positionals
  } catch (error) {
    throw new ExplainedError(t('people.usage'), { cause: error })
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
  const store = await closedOnStop(openInstalledStore(settings, say))
  try {
    const schema = await schemaOf(store.url)
    // A database without tables also lacks the web server's role, which writes the audit log.
    if (schema === null) throw new ExplainedError(t('people.none'))
    requireSchema(schema)
    const secret = await requireSecret(settings, 'seal')
    Object.assign(process.env, store.environment, { AUTH_SECRET: secret })
    const db = database()
    try {
      const { name, link, expiresAt } = await printPasswordLink(email)
      const time = expiresAt.slice(0, 16).replace('T', ' ')
      say(`\n${t('people.link', { name, link, time })}`)
    } finally {
      await db.$client.end()
    }
  } finally {
    await store.close()
  }
}

await run().catch((error: unknown) => fail(explainFailure(error)))
process.exit(0)
