import { beforeEach, expect, test, vi } from 'vitest'
import { mount } from '#components/testing/mount.tsx'
import type { InvitationAnswer } from '#lib/admin/schema.ts'
import { OneTimeLink } from './one-time-link.tsx'

const answer = {
  link: 'https://furrow.test/invitation/x',
  mail: 'failed',
  mailFault: 'encryption',
} satisfies Partial<InvitationAnswer>
const link = { label: 'Link', email: 'ada@example.com', expiresAt: '2026-12-02T09:00:00.000Z', answer }
const text = () => document.body.textContent

beforeEach(() => {
  Element.prototype.scrollIntoView = vi.fn()
})

test('says why the mail could not be sent', () => {
  mount(<OneTimeLink {...link} />)
  expect(text()).toContain(
    'The email couldn’t be sent. The mail server doesn’t offer encryption, so Furrow didn’t send the link. Send',
  )
})

test('says why the mail could not be sent in the reader’s language', () => {
  mount(<OneTimeLink {...link} />, { words: 'en-XA' })
  expect(text()).toMatch(/[áéíóú]/)
  expect(text()).not.toContain('encryption')
})

test('says in the reader’s language that a funding source is unknown', () => {
  const notices = (['unknown', 'unchecked'] as const).map((code) => {
    return { fundingSource: `AGRI-${code}`, code, message: 'The message of the API.', fix: 'The fix.' }
  })
  mount(<OneTimeLink {...link} notices={notices} />, { words: 'en-XA' })
  expect(text()).toContain('AGRI-unknown')
  expect(text()).toContain('AGRI-unchecked')
  expect(text()).not.toMatch(/of the API|spelling/)
})
