import { expect, test } from 'vitest'
import { clipped, createRedactor, maskContact, publicRecord } from './redact.ts'

test.each([
  ['+61432555666', '•••5666'],
  ['payer@example.com', '•••.com'],
  ['1234567', '•••67'],
  ['42', '•••'],
  ['', ''],
])('the contact %j is masked as %j', (contact, masked) => {
  expect(maskContact(contact)).toBe(masked)
})

test('removes payment links and masks contacts at any depth and in any spelling', () => {
  const raw = {
    invoiceId: 190,
    url: 'https://pay.example.com/6VBJJV',
    email: 'payer@example.com',
    mobile_number: '+61432555666',
    user_id: 4242,
    payer: { Email: 'a@b.example', rows: [{ mobileNumber: '', url: 'x', userId: null }] },
  }
  expect(publicRecord(raw)).toEqual({
    invoiceId: 190,
    email: '•••.com',
    mobile_number: '•••5666',
    user_id: '•••',
    payer: { Email: '•••mple', rows: [{ mobileNumber: '', userId: null }] },
  })
})

test('treats links and contacts under other usual names alike', () => {
  const raw = {
    payment_url: 'https://pay.example.com/1',
    link: 'https://pay.example.com/2',
    checkoutLink: 'x',
    customer_email: 'payer@example.com',
    emailAddress: 'payer@example.com',
    phone: '+61432555666',
    phoneNumbers: ['+61432555666', '42'],
    pdf_url: 'kept: the proxy puts its own address there',
    next: 'kept: a page link',
  }
  expect(publicRecord(raw)).toEqual({
    customer_email: '•••.com',
    emailAddress: '•••.com',
    phone: '•••5666',
    phoneNumbers: '•••',
    pdf_url: raw.pdf_url,
    next: raw.next,
  })
})

test('an operator opening one row sees contacts, but no payment links', () => {
  const raw = {
    url: 'https://pay.example.com/1',
    email: 'payer@example.com',
    nested: { url: 'x', user_id: 7 },
  }
  expect(publicRecord(raw, { canSeeContacts: true })).toEqual({
    email: 'payer@example.com',
    nested: { user_id: 7 },
  })
})

test('a redactor removes secrets by value, in every usual encoding, and by name', () => {
  const redact = createRedactor(['Bearer s3cr3t/key+1'])
  const secret = 's3cr3t/key+1'
  for (const form of [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('hex'),
  ]) {
    expect(redact(`x ${form} y`)).toBe('x [redacted] y')
  }
  expect(redact('password=hunter2&user=a')).toBe('password=[redacted]&user=a')
  expect(redact('{"access_token":"abc def"}')).toBe('{"access_token":[redacted]}')
  expect(redact('authorization: Bearer other')).toBe('authorization: [redacted]')
})

test('a shortened text ends with an ellipsis and contains no half of a character', () => {
  expect(clipped('12345', 5)).toBe('12345')
  expect(clipped('123456', 5)).toBe('1234…')
  expect(clipped('123🌾🌾', 5)).toBe('123\ufffd…')
})
