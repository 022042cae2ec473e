import { screen, waitFor } from '@testing-library/react'
import { describe, expect, test, vi } from 'vitest'
import { setScreenWidth } from '#components/testing/browser.ts'
import { mount } from '#components/testing/mount.tsx'
import { DetailPane } from './detail-pane.tsx'

function mountPane(title = 'Contract 7') {
  const onClose = vi.fn()
  const onStep = vi.fn()
  const pane = (
    <DetailPane title={title} onClose={onClose} onStep={onStep}>
      <p>All about it</p>
    </DetailPane>
  )
  return { ...mount(pane), onClose, onStep }
}

describe('the pane of a row', () => {
  test('stands beside the list, closes, and steps to the rows around it', async () => {
    const { user, onClose, onStep } = mountPane()
    expect(screen.getByRole('complementary', { name: 'Contract 7' }).textContent).toContain('All about it')
    await user.click(screen.getByRole('button', { name: 'Previous row' }))
    await user.click(screen.getByRole('button', { name: 'Next row' }))
    await user.click(screen.getByRole('button', { name: 'Close' }))
    expect(onStep.mock.calls).toEqual([[-1], [1]])
    expect(onClose).toHaveBeenCalledTimes(1)
  })

  test('has a long title in full on hover, and shows its hidden characters', () => {
    const long = `Contract \u202e${'شركة '.repeat(40)}`.trim()
    mountPane(long)
    const shown = long.replace('\u202e', '[U+202E]')
    expect(screen.getByTitle(shown)).toBeTruthy()
    expect(screen.getByRole('complementary').getAttribute('aria-label')).toBe(shown)
  })

  test('covers the list on a narrow screen, with one title and one way to close it', async () => {
    setScreenWidth(1079)
    const { user, onClose } = mountPane()
    expect(await screen.findByRole('dialog', { name: 'Contract 7' })).toBeTruthy()
    expect(screen.getAllByRole('button', { name: 'Close' })).toHaveLength(1)
    await user.keyboard('{Escape}')
    expect(onClose).toHaveBeenCalledTimes(1)
  })

  test('moves beside the list when the screen grows', async () => {
    setScreenWidth(800)
    mountPane()
    await screen.findByRole('dialog')
    setScreenWidth(1200)
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(screen.getByRole('complementary', { name: 'Contract 7' })).toBeTruthy()
  })
})
