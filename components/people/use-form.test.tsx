import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { mount } from '#components/testing/mount.tsx'
import { problem, serve } from '#components/testing/server.ts'
import { SetupView } from './setup-view.tsx'

const REFUSAL = {
  code: 'invalid_parameter',
  param: 'name',
  errors: [
    { param: 'name', detail: 'must not be empty', code: 'required' },
    { param: 'password', detail: 'The password is short.', code: 'password_short', values: { min: 8 } },
  ],
}

async function submitted(words: 'en' | 'en-XA') {
  serve({ '/api/auth/setup': () => problem(400, 'name: must not be empty', REFUSAL) })
  const { user, container } = mount(<SetupView token="t" />, { words })
  for (const [name, text] of [
    ['name', ' '],
    ['email', 'ada@example.com'],
    ['password', 'short'],
  ] as const) {
    const field = container.querySelector(`[name=${name}]`)
    if (field) await user.type(field, text)
  }
  await user.click(screen.getByRole('button'))
  return { alert: await screen.findByRole('alert'), container }
}

test('a refused form names each wrong field by its label and focuses the first', async () => {
  const { alert, container } = await submitted('en')
  await expect
    .poll(() => alert.textContent)
    .toBe('Name is required. The password must have at least 8 characters.')
  expect(document.activeElement).toBe(container.querySelector('[name=name]'))
})

test('a refused form explains itself in the reader’s language', async () => {
  const { alert } = await submitted('en-XA')
  await expect.poll(() => alert.textContent).toMatch(/[áéíóúàèìòùåñ]/)
  expect(alert.textContent).not.toMatch(/must|password/)
})
