import { fireEvent, screen } from '@testing-library/react'
import { describe, expect, test, vi } from 'vitest'
import { opened } from '#components/testing/address.ts'
import { mount } from '#components/testing/mount.tsx'
import { PageLink } from './page-link.tsx'

const link = () => screen.getByRole('link', { name: 'Sources' })

describe('a link to another page', () => {
  test('opens it in place', () => {
    mount(<PageLink href="/sources">Sources</PageLink>)
    expect(link().getAttribute('href')).toBe('/sources')
    fireEvent.click(link())
    expect(opened).toEqual(['/sources'])
  })

  test.each([{ ctrlKey: true }, { metaKey: true }, { shiftKey: true }, { altKey: true }, { button: 1 }])(
    'leaves a click with %j to the browser',
    (click) => {
      mount(<PageLink href="/sources">Sources</PageLink>)
      fireEvent.click(link(), click)
      expect(opened).toEqual([])
    },
  )

  test('leaves a link to a new tab to the browser', () => {
    mount(
      <PageLink href="/sources" target="_blank">
        Sources
      </PageLink>,
    )
    fireEvent.click(link())
    expect(opened).toEqual([])
  })

  test('opens nothing if its own handler took the click', () => {
    const onClick = vi.fn((event: { preventDefault: () => void }) => event.preventDefault())
    mount(
      <PageLink href="/sources" onClick={onClick}>
        Sources
      </PageLink>,
    )
    fireEvent.click(link())
    expect(onClick).toHaveBeenCalledTimes(1)
    expect(opened).toEqual([])
  })
})
