import 'server-only'
import type { z } from 'zod'
import type { variables } from './env-variables.ts'

/** The mail server, with its name and password, and the sender of mails. Secret: never log, send or throw it. */
export type MailSettings = { url: string; from: string }

/** Reads where mails go out; null: links are shown to admins to pass on. Without a sender, they come from the server's host. */
export function readMail({ SMTP_URL: url, MAIL_FROM: from }: z.infer<typeof variables>): MailSettings | null {
  return url === undefined ? null : { url, from: from ?? `furrow@${new URL(url).hostname}` }
}
