import 'server-only'
import { createFormat } from '#lib/format.ts'
import { wordsIn } from '#lib/server/words/words.ts'
import { FALLBACK_LANGUAGE, type Language } from '#lib/words/languages.ts'
import { readLocaleRules } from '#lib/words/locale-rules.ts'
import type { Mail } from './send.ts'

type Invited = { name: string; email: string; link: string; invitedBy: string; expiresAt: string }

/**
 * Composes the mail with an invitation's link. The mail is in English: the person has no account yet, and so
 * has chosen no language.
 */
export function invitationMail({ name, email, link, invitedBy, expiresAt }: Invited): Mail {
  const t = wordsIn(FALLBACK_LANGUAGE, 'mail')
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
      t('invitation.rule', { day: dayIn(FALLBACK_LANGUAGE, expiresAt) }),
      t('invitation.ignore'),
    ].join('\n'),
  }
}

type LinkMail = {
  name: string
  email: string
  /** The language that the account's owner chose; English for an owner who chose none. */
  language: Language
  link: string
  /** The name of the admin who made the link, or null if it was requested at sign-in. */
  madeBy: string | null
  expiresAt: string
}

/** Composes the mail with a password link, in its owner's language. */
export function passwordLinkMail({ name, email, language, link, madeBy, expiresAt }: LinkMail): Mail {
  const t = wordsIn(language, 'mail')
  const expiry = { day: dayIn(language, expiresAt), time: expiresAt.slice(11, 16) }
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
      t('password.rule', expiry),
      t('password.ignore'),
    ].join('\n'),
  }
}

type Requested = { name: string; organisation: string; email: string; page: string }

/**
 * Composes the mail that tells admins of an access request. The request's own text is shown in Furrow only.
 * @param language the language of all these admins
 */
export function accessRequestMail(to: readonly string[], language: Language, requested: Requested): Mail {
  const t = wordsIn(language, 'mail')
  const { page, ...person } = requested
  return {
    to,
    subject: t('request.subject'),
    text: [t('request.why', person), '', t('request.do'), page].join('\n'),
  }
}

/** A mail follows no browser, so its days have the order that the language has without a region. */
function dayIn(language: Language, instant: string): string {
  return createFormat(readLocaleRules(null, language), 'UTC').instantDay(instant)
}
