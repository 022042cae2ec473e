import { act, fireEvent, screen } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { mount } from '#components/testing/mount.tsx'
import { SearchField } from './search-field.tsx'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Mounts a field whose list searches for what the field asks for; `searched` has every search. */
function mountField(first: string | null = null) {
  const searched: (string | null)[] = []
  let setFromOutside: (text: string | null) => void = () => {}
  function Screen() {
    const [value, setValue] = useState(first)
    setFromOutside = setValue
    const onChange = (text: string | null) => {
      searched.push(text)
      setValue(text)
    }
    return <SearchField value={value} hint="Search contract" onChange={onChange} />
  }
  const { unmount } = mount(<Screen />)
  return { searched, unmount, setFromOutside: (text: string | null) => act(() => setFromOutside(text)) }
}

const field = () => screen.getByRole<HTMLInputElement>('searchbox', { name: 'Search contract' })
const type = (text: string) => {
  act(() => field().focus())
  fireEvent.change(field(), { target: { value: text } })
}
const settle = (ms = 250) => act(() => vi.advanceTimersByTime(ms))

describe('a search', () => {
  test('starts once the typing settles', () => {
    const { searched } = mountField()
    type('tra')
    settle(200)
    type('tract')
    settle(200)
    expect(searched).toEqual([])
    settle(50)
    expect(searched).toEqual(['tract'])
  })

  test('starts at once with Enter, and only once', () => {
    const { searched } = mountField()
    type('tract')
    fireEvent.keyDown(field(), { key: 'Enter' })
    settle()
    expect(searched).toEqual(['tract'])
  })

  test('starts when the field is left', () => {
    const { searched } = mountField()
    type('tract')
    act(() => field().blur())
    expect(searched).toEqual(['tract'])
  })

  test('of blanks is none', () => {
    const { searched } = mountField('tract')
    type('   ')
    settle()
    expect(searched).toEqual([null])
  })

  test('never starts after its screen has been left', () => {
    const { searched, unmount } = mountField()
    type('tract')
    unmount()
    vi.advanceTimersByTime(1000)
    expect(searched).toEqual([])
  })

  test('follows the address when the reader goes back', () => {
    const { setFromOutside } = mountField('tract')
    setFromOutside('plough')
    expect(field().value).toBe('plough')
  })

  test('accepts names from right to left and no more than 100 characters', () => {
    const { searched } = mountField()
    type('شركة')
    settle()
    expect(searched).toEqual(['شركة'])
    expect(field().maxLength).toBe(100)
  })
})

describe('a search is cleared', () => {
  test('with Escape, also while the typed text is not searched yet', () => {
    const { searched } = mountField()
    type('tract')
    fireEvent.keyDown(field(), { key: 'Escape' })
    settle()
    expect(searched.at(-1)).toBeNull()
    expect(field().value).toBe('')
    expect(document.activeElement).not.toBe(field())
  })

  test('with Escape after it has been searched', () => {
    const { searched } = mountField()
    type('tract')
    settle()
    fireEvent.keyDown(field(), { key: 'Escape' })
    expect(searched).toEqual(['tract', null])
    expect(field().value).toBe('')
  })

  test('with Escape without closing the open row beside the list', () => {
    mountField('tract')
    const onKeyDown = vi.fn()
    document.addEventListener('keydown', onKeyDown)
    act(() => field().focus())
    fireEvent.keyDown(field(), { key: 'Escape' })
    document.removeEventListener('keydown', onKeyDown)
    expect(onKeyDown).not.toHaveBeenCalled()
  })

  test('with its button, which is there only while there is a text', () => {
    const { searched } = mountField('tract')
    fireEvent.click(screen.getByRole('button', { name: 'Clear search' }))
    expect(searched).toEqual([null])
    expect(screen.queryByRole('button', { name: 'Clear search' })).toBeNull()
  })
})
