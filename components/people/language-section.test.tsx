import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { mount } from '#components/testing/mount.tsx'
import { problem, serve } from '#components/testing/server.ts'
import { LanguageSection } from './language-section.tsx'

const LANGUAGES = [
  { language: 'en', name: 'English' },
  { language: 'fr', name: 'Français' },
]

test('offers every language by its own name, and the browser’s', () => {
  mount(<LanguageSection chosen="fr" languages={LANGUAGES} />)
  const choice = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Language' })
  expect([...choice.options].map((one) => one.text)).toEqual(['Same as the browser', 'English', 'Français'])
  expect(choice.value).toBe('fr')
})

test('is left out while there is one language', () => {
  mount(<LanguageSection chosen={null} languages={LANGUAGES.slice(0, 1)} />)
  expect(screen.queryByRole('combobox')).toBeNull()
})

test('says why a language could not be chosen, and lets the person choose again', async () => {
  serve({ '/api/auth/language': () => problem(503, 'The database does not answer.') })
  const { user } = mount(<LanguageSection chosen={null} languages={LANGUAGES} />)
  await user.selectOptions(screen.getByRole('combobox'), 'fr')
  expect((await screen.findByRole('alert')).textContent).toMatch(/^The language couldn’t be changed: /)
  expect(screen.getByRole<HTMLSelectElement>('combobox').disabled).toBe(false)
})
