import { fireEvent, screen } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { mount } from '#components/testing/mount.tsx'
import { json, serve } from '#components/testing/server.ts'
import type { MomentFilter } from './filter-spec.ts'
import { MomentEditor } from './moment-editor.tsx'

const AS_OF: MomentFilter = {
  kind: 'moment',
  key: 'as_of',
  label: 'As of',
  edge: 'end',
  list: { source: 'hello-tractor', resource: 'billing-periods' },
}

/** Mounts the editor at noon of 25 November in Lagos. */
async function mountEditor(historyFrom: string | null, spec = AS_OF) {
  const resources = [{ resource: 'billing-periods', historyFrom }]
  serve({ '/api/sources': () => json({ sources: [{ source: 'hello-tractor', resources }] }) })
  const chosen: (string | null)[] = []
  const mounted = mount(<MomentEditor spec={spec} value={null} onChange={(day) => chosen.push(day)} />)
  await screen.findByText(/Changes are kept since|You can look back|There are none yet/)
  return { ...mounted, chosen }
}
const type = (value: string) => {
  const field = screen.getByLabelText<HTMLInputElement>('End of day')
  fireEvent.change(field, { target: { value } })
  fireEvent.blur(field)
  return field
}

describe('a day of the history', () => {
  test('is one that is over, from the first day of the history on', async () => {
    const { user, chosen } = await mountEditor('2026-11-20T12:00:00.000Z')
    await user.click(screen.getByRole('button', { name: 'Yesterday' }))
    expect(screen.queryByRole('button', { name: '7 days ago' })).toBeNull()
    const field = type('2026-11-20')
    expect([field.min, field.max]).toEqual(['2026-11-20', '2026-11-24'])
    type('2026-11-19')
    type('2026-11-25')
    expect(chosen).toEqual(['2026-11-24', '2026-11-20'])
  })

  test('is not offered on the first day of the history', async () => {
    await mountEditor('2026-11-25T08:00:00.000Z')
    expect(screen.getByText(/You can look back at a day once it is over/)).toBeTruthy()
    expect(screen.queryByLabelText('End of day')).toBeNull()
  })

  test('is not offered before the history', async () => {
    await mountEditor(null)
    expect(screen.getByText(/There are none yet/)).toBeTruthy()
  })
})
