import 'server-only'
import type { z } from 'zod'
import type { variables } from './env-variables.ts'

/**
 * The SMTP server with its user name and password, and the sender of mails. Secret: never log, send or throw
 * this value.
 */
export type MailSettings = { url: string; from: string }

/**
 * Reads the mail settings; null means that admins pass links on themselves. The default sender is furrow@ the
 * server's host.
 * @param mistakes receives a line when a sender is set without a server
 */
export function readMail(
  { SMTP_URL: url, MAIL_FROM: from }: z.infer<typeof variables>,
  mistakes: string[],
): MailSettings | null {
  if (url !== undefined) return { url, from: from ?? `furrow@${new URL(url).hostname}` }
  if (from !== undefined) mistakes.push('SMTP_URL is missing: set it beside MAIL_FROM, or remove that')
  return null
}
