import { expect, test } from 'vitest'
import { invitationMail, passwordLinkMail } from './mails.ts'

const LINK = 'https://furrow.example/new-password/abc'
const given = {
  name: 'Grace Ọlá',
  email: 'grace@example.com',
  link: LINK,
  madeBy: 'Ada',
  expiresAt: '2026-12-07T23:30:00Z',
}

test('a mail in English names the day, the time and the link', () => {
  const { subject, text } = passwordLinkMail({ ...given, language: 'en' })
  expect(subject).toBe('Choose a new Furrow password')
  expect(text).toContain('The link works once and expires on 7 Dec 2026 at 23:30 UTC.')
  expect(invitationMail({ ...given, invitedBy: 'Ada' }).text).toContain('expires on 7 Dec 2026.')
})

test('a mail in another language keeps its link and its names', () => {
  const { subject, text } = passwordLinkMail({ ...given, language: 'en-XA' })
  expect(subject).toMatch(/^Çhóóšé á ñéw Fúrrów páššwórd /)
  expect(text.split('\n')).toContain(LINK)
  expect(text).toMatch(/ 7 Déç.* 2026 /)
  expect(text).toContain(' 23:30 ')
  expect(text).toContain('Grace Ọlá')
  expect(text).not.toContain('expires')
})
