import 'server-only'
import { english } from '#lib/server/words/words.ts'
import type { Mail } from './send.ts'

// Mails are English until a person can choose a language.

type Invited = { name: string; email: string; link: string; invitedBy: string; expiresAt: string }

/** Composes the mail with an invitation's link. */
export function invitationMail({ name, email, link, invitedBy, expiresAt }: Invited): Mail {
  const t = english('mail')
  return {
    to: [email],
    subject: t('invitation.subject'),
    text: [
      t('hello', { name }),
      '',
      t('invitation.why', { invitedBy }),
      t('invitation.do'),
      '',
      link,
      '',
      t('invitation.rule', { day: expiresAt.slice(0, 10) }),
      t('invitation.ignore'),
    ].join('\n'),
  }
}

type LinkMail = { name: string; email: string; link: string; madeBy: string | null; expiresAt: string }

/**
 * Composes the mail with a password link.
 * @param madeBy the name of the admin who made the link, or null if it was requested at sign-in
 */
export function passwordLinkMail({ name, email, link, madeBy, expiresAt }: LinkMail): Mail {
  const t = english('mail')
  const time = expiresAt.slice(0, 16).replace('T', ' ')
  return {
    to: [email],
    subject: t('password.subject'),
    text: [
      t('hello', { name }),
      '',
      madeBy === null ? t('password.forgotten') : t('password.made', { madeBy }),
      t('password.do'),
      '',
      link,
      '',
      t('password.rule', { time }),
      t('password.ignore'),
    ].join('\n'),
  }
}

type Requested = { name: string; organisation: string; email: string; page: string }

/**
 * Composes the mail that tells admins of an access request. The request's own text is shown in Furrow only.
 */
export function accessRequestMail(to: readonly string[], requested: Requested): Mail {
  const t = english('mail')
  const { page, ...person } = requested
  return {
    to,
    subject: t('request.subject'),
    text: [t('request.why', person), '', t('request.do'), page].join('\n'),
  }
}
