import 'server-only'
import type { z } from 'zod'
import type { variables } from './env-variables.ts'

/** The mail server, with its name and password, and the sender of mails. Secret: never log, send or throw it. */
export type MailSettings = { url: string; from: string }

/**
 * Reads where mails go out; null: links are shown to admins to pass on. Without a sender, mails come from the server's host.
 * A sender without a server is a mistake, which is added to `mistakes`.
 */
export function readMail(
  { SMTP_URL: url, MAIL_FROM: from }: z.infer<typeof variables>,
  mistakes: string[],
): MailSettings | null {
  if (url !== undefined) return { url, from: from ?? `furrow@${new URL(url).hostname}` }
  if (from !== undefined) mistakes.push('SMTP_URL is missing: set it beside MAIL_FROM, or remove that')
  return null
}
