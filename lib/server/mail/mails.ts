import 'server-only'
import type { Mail } from './send.ts'

type Invited = { name: string; email: string; link: string; invitedBy: string; expiresAt: string }

/** Composes the mail with an invitation's link. */
export function invitationMail({ name, email, link, invitedBy, expiresAt }: Invited): Mail {
  return {
    to: [email],
    subject: 'Your invitation to Furrow',
    text: [
      `Hello ${name},`,
      '',
      `${invitedBy} invites you to Furrow, which shows what was billed and what was collected.`,
      'Choose your password here:',
      '',
      link,
      '',
      `The link works once, until ${expiresAt.slice(0, 10)}. It is meant for you alone: do not pass it on.`,
      'If you did not expect this mail, ignore it: without the link nothing happens.',
    ].join('\n'),
  }
}

type LinkMail = { name: string; email: string; link: string; madeBy: string | null; expiresAt: string }

/**
 * Composes the mail with a password link.
 * @param madeBy the name of the admin who made the link, or null if it was requested at sign-in
 */
export function passwordLinkMail({ name, email, link, madeBy, expiresAt }: LinkMail): Mail {
  const why =
    madeBy === null
      ? 'Somebody, probably you, forgot the password of your account at Furrow.'
      : `${madeBy} made you a link for a new password at Furrow.`
  return {
    to: [email],
    subject: 'A new password for Furrow',
    text: [
      `Hello ${name},`,
      '',
      why,
      'Choose a new password here:',
      '',
      link,
      '',
      `The link works once, until ${expiresAt.slice(0, 16).replace('T', ' ')} UTC. It is meant for you alone: do not pass it on.`,
      'If you did not expect this mail, ignore it: without the link your password stays as it is.',
    ].join('\n'),
  }
}

type Requested = { name: string; organisation: string; email: string; page: string }

/**
 * Composes the mail that tells admins of an access request. The request's own text is shown in Furrow only.
 */
export function accessRequestMail(to: readonly string[], requested: Requested): Mail {
  return {
    to,
    subject: 'A request for access to Furrow',
    text: [
      `${requested.name} (${requested.organisation}, ${requested.email}) asks for access to Furrow.`,
      '',
      'Approve or decline it here:',
      requested.page,
    ].join('\n'),
  }
}
