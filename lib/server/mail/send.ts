import 'server-only'
import nodemailer from 'nodemailer'
import type { MailFault } from '#lib/admin/schema.ts'
import { env } from '#lib/server/config/env.ts'
import { errorFields, logger } from '#lib/server/log/logger.ts'
import { english } from '#lib/server/words/words.ts'

/** A slower mail server counts as failing, because a person waits for the response. */
const TIMEOUT_MS = 10_000
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]', '::1']

export type Mail = { to: readonly string[]; subject: string; text: string }
/** `off` means that no mail server is configured. */
export type MailOutcome =
  | { mail: 'sent' | 'off'; mailFault: null; mailError: null }
  | { mail: 'failed'; mailFault: MailFault; mailError: string }

/**
 * Sends a mail to each address separately, so that no recipient sees the others. Never throws: returns a
 * failure's reason as a code and in English.
 */
export async function sendMail({ to, subject, text }: Mail): Promise<MailOutcome> {
  const { mail } = env()
  if (mail === null) return { mail: 'off', mailFault: null, mailError: null }
  const transport = nodemailer.createTransport({
    ...addressOf(mail.url),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    for (const address of to) {
      await transport.sendMail({ from: mail.from, to: { name: '', address }, subject, text })
    }
    return { mail: 'sent', mailFault: null, mailError: null }
  } catch (error) {
    logger().warn({ ...errorFields(error) }, 'a mail could not be sent')
    const mailFault = faultOf(error)
    return { mail: 'failed', mailFault, mailError: english('admin')(`mail.${mailFault}`) }
  } finally {
    transport.close()
  }
}

/**
 * Returns the connection settings. A link in a mail grants access, so mail to another machine requires TLS.
 */
function addressOf(text: string) {
  const url = new URL(text)
  const isTls = url.protocol === 'smtps:'
  const auth =
    url.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (isTls ? 465 : 587) : Number(url.port),
    secure: isTls,
    requireTLS: !isTls && !LOOPBACK.includes(url.hostname),
    ...auth,
  }
}

function faultOf(error: unknown): MailFault {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'EAUTH':
      return 'credentials'
    case 'EENVELOPE':
      return 'address'
    case 'ETLS':
      return 'encryption'
    case 'ECONNECTION':
    case 'ESOCKET':
    case 'EDNS':
    case 'ETIMEDOUT':
      return 'connection'
    default:
      return 'other'
  }
}
