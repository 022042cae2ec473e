import 'server-only'
import { afterAll } from 'vitest'
import { openTestDatabase } from './ask.ts'
import type { TestDatabase } from './database.ts'
import { type SmtpServer, startSmtp } from './smtp.ts'

/**
 * Creates a database for this process's reads, and a mail server. Both end after the calling file's tests.
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
