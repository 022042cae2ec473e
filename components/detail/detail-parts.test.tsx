import { screen } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { fresh } from '#components/testing/contract-list.tsx'
import { mount } from '#components/testing/mount.tsx'
import { FALLBACKS } from '#lib/schema.ts'
import type { RangeReason } from '#lib/window-reasons.ts'
import { DetailSkeleton, Since } from './detail-parts.tsx'
import { ExtraFields } from './extra-fields.tsx'
import { Field, FieldList } from './field-list.tsx'
import { MissingList } from './missing-list.tsx'
import { OriginLine } from './origin-line.tsx'

const text = () => document.body.textContent

describe('the further fields of a row', () => {
  const field = (name: string, value: string | null, instant: string | null = null) => ({
    name,
    word: null,
    label: name,
    value,
    instant,
  })

  test('are listed as the source gives them, and the empty ones named together', () => {
    mount(
      <FieldList>
        <ExtraFields
          fields={[
            field('Note', 'شركة'),
            field('Paid at', 'x', '2026-11-24T23:30:00.000Z'),
            field('Site', null),
            field('Tax', null),
          ]}
        />
      </FieldList>,
    )
    expect(screen.getAllByRole('term').map((one) => one.textContent)).toEqual([
      'Note',
      'Paid at',
      'Not provided by the source: ',
    ])
    expect(screen.getByText('شركة').closest('bdi')?.dir).toBe('auto')
    expect(text()).toContain('25 Nov 2026, 00:30 WAT')
    expect(text()).toContain('Site, Tax.')
  })

  test('are labelled in the reader’s language, except where the source gives a label', () => {
    const known = { ...field('handler', 'x'), word: 'handler' as const, label: 'The label of the API' }
    mount(
      <FieldList>
        <ExtraFields fields={[known, field('Farm', 'y')]} />
      </FieldList>,
      { words: 'en-XA' },
    )
    const [handler, farm] = screen.getAllByRole('term').map((one) => one.textContent)
    expect(handler).toMatch(/^H[áä]/)
    expect(farm).toBe('Farm')
  })

  test('are nothing where the source has none', () => {
    mount(
      <FieldList>
        <ExtraFields fields={[]} />
      </FieldList>,
    )
    expect(text()).toBe('')
  })

  test('show hidden characters and the whole of a long value', () => {
    const long = 'x'.repeat(400)
    const { container } = mount(
      <FieldList>
        <ExtraFields fields={[field('Note', `a\u202e${long}`)]} />
      </FieldList>,
    )
    expect(text()).toContain(long)
    expect(container.querySelector('[data-mark="[U+202E]"]')).toBeTruthy()
  })

  test('a field may explain itself', () => {
    mount(
      <FieldList>
        <Field label="Amount" hint="Converted by the source">
          5
        </Field>
      </FieldList>,
    )
    expect(screen.getByRole('definition').textContent).toBe('5Converted by the source')
  })
})

describe('where a detail comes from', () => {
  const kept = { origin: 'mirror', asOf: '2026-11-24T09:00:00.000Z', source: 'hello-tractor' } as const

  test('is the source itself', () => {
    mount(<OriginLine origin="live" asOf="2026-11-25T08:59:42.000Z" fallback={null} source="hello-tractor" />)
    expect(text()).toMatch(/^Read from the source \d+ s ago\.$/)
  })

  test('is the last copy, with the reason', () => {
    mount(<OriginLine {...kept} fallback="upstream_timeout" />)
    expect(text()).toBe('Last synced 24 h ago. Hello Tractor took too long to answer. Try again.')
  })

  test.each([...FALLBACKS])('says %s in the reader’s language', (fallback) => {
    const english = mount(<OriginLine {...kept} fallback={fallback} />).container.textContent
    document.body.replaceChildren()
    mount(<OriginLine {...kept} fallback={fallback} />, { words: 'en-XA' })
    expect(english).toMatch(/^Last synced 24 h ago\. .+\.$/)
    expect(text()).toMatch(/[áéíóú]/)
    for (const word of english.split('ago. ')[1]?.match(/[a-z]{5,}/g) ?? [])
      expect(text()).not.toContain(word)
  })
})

describe('since when a status is known', () => {
  const day = '2026-11-20T06:00:00.000Z'

  test('is a day, or that day or earlier if it was there at first sight', () => {
    mount(<Since row={{ changedAt: day, firstSeenAt: '2026-11-01T06:00:00.000Z' }} />)
    expect(text()).toBe('Since 20 Nov 2026')
    mount(<Since row={{ changedAt: day, firstSeenAt: day }} />)
    expect(text()).toContain('Since 20 Nov 2026 or earlier')
  })
})

test('a detail that loads says so', () => {
  mount(<DetailSkeleton />)
  expect(screen.getByRole('status', { busy: true }).textContent).toBe('Loading details')
})

describe('what figures may leave out', () => {
  const miscounted: RangeReason[] = [{ code: 'miscounted', counted: 8, listed: 7 }]
  const unsaid: RangeReason[] = [{ code: 'unsaid', state: 'partial' }]
  const range = (index: number) => ({
    from: `2026-0${(index % 9) + 1}-01`,
    to: `2026-0${(index % 9) + 1}-07`,
    reason: 'partial' as const,
    why: index === 0 ? miscounted : unsaid,
    detail: 'The detail of the API.',
  })

  test('is listed by source, and complete sources are not mentioned', () => {
    const invoices = fresh({
      resource: 'invoices',
      complete: false,
      missing: [{ ...range(1), reason: 'failed' }],
    })
    mount(<MissingList freshness={[fresh(), invoices]} />)
    expect(screen.getAllByRole('heading').map((one) => one.textContent)).toEqual(['Hello Tractor · Invoices'])
    expect(screen.getByRole('listitem').textContent).toBe('1 – 7 Feb 2026 couldn’t be synced')
  })

  test('is eight ranges at most and the number of the others', () => {
    const missing = Array.from({ length: 9 }, (_, index) => range(index))
    mount(<MissingList freshness={[fresh({ complete: false, missing })]} />)
    expect(screen.getAllByRole('listitem')).toHaveLength(9)
    expect(screen.getAllByRole('listitem').at(-1)?.textContent).toBe('and 1 more')
    expect(text()).toContain('The source counted 8 rows and listed 7.')
    expect(text()).not.toContain('of the API')
  })

  test('is all days where no date bounds it, and old weeks have an age', () => {
    const missing = [{ from: null, to: null, reason: 'never_read' as const, why: [], detail: '' }]
    mount(
      <MissingList
        freshness={[fresh({ complete: false, missing, historyAsOf: '2026-11-20T09:00:00.000Z' })]}
      />,
    )
    expect(screen.getByRole('listitem').textContent).toBe('All dates not synced yet')
    expect(text()).toContain('Older weeks synced 5 days ago')
  })
})
