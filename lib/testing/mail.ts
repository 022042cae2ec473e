import 'server-only'
import { afterAll } from 'vitest'
import { openTestDatabase } from './ask.ts'
import type { TestDatabase } from './database.ts'
import { type SmtpServer, startSmtp } from './smtp.ts'

/** A database that this process' reads use, and a mail server: both end after the tests of the file that asks for them. */
export async function openDatabaseAndMail(): Promise<{ own: TestDatabase; smtp: SmtpServer }> {
  const own = await openTestDatabase()
  const smtp = await startSmtp()
  afterAll(async () => {
    await smtp.close()
    await own.drop()
  })
  return { own, smtp }
}
