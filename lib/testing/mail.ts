import 'server-only'
import { afterAll } from 'vitest'
import { openTestDatabase } from './ask.ts'
import type { TestDatabase } from './database.ts'
import { type SmtpServer, startSmtp } from './smtp.ts'

/**
 * Creates a database that this process's reads use, and a mail server. Both end after the tests of the
 * calling file.
 */
export async function openDatabaseAndMail(): Promise<{ own: TestDatabase; smtp: SmtpServer }> {
  const own = await openTestDatabase()
  const smtp = await startSmtp()
  afterAll(async () => {
    await smtp.close()
    await own.drop()
  })
  return { own, smtp }
}
