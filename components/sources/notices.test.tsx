import { expect, test } from 'vitest'
import { mount, RENDERED_AT } from '#components/testing/mount.tsx'
import type { NoticeCode } from '#lib/sources/notice-codes.ts'
import type { Notice, SourceHealth } from '#lib/sources/schema.ts'
import { LastError } from './fault-log.tsx'
import { SourceSection } from './source-section.tsx'

const list = 'invoices'
/** A notice of each code. A new code does not compile until it is listed. */
const NOTICES: { [Code in NoticeCode['code']]: NoticeCode & { code: Code } } = {
  off: { code: 'off', source: 'hello-tractor', url: 'THE_URL', key: 'THE_KEY' },
  address: { code: 'address', own: 'https://a.test', recorded: 'https://b.test', url: 'THE_URL' },
  'no-names': { code: 'no-names' },
  unused: { code: 'unused', name: 'AGRI-1' },
  'no-currency': { code: 'no-currency' },
  ignored: { code: 'ignored', filter: 'currency', list, value: 'XXX' },
  refused: { code: 'refused', filter: 'funding_source', list, value: 'AGRI-1' },
  'dates-ignored': { code: 'dates-ignored', list },
  doubt: { code: 'doubt', weeks: 2 },
  gone: { code: 'gone', rows: 5, all: 9, list, day: '2026-11-02', command: 'COMMAND' },
  rejected: { code: 'rejected', rows: 3 },
  undated: { code: 'undated', rows: 3, list },
  ambiguous: { code: 'ambiguous', rows: 3 },
  repaired: { code: 'repaired', days: 2, list, day: '2026-11-02' },
  unchanged: { code: 'unchanged', rows: 3 },
}

const sourceWith = (notices: Notice[]): SourceHealth => ({
  source: 'hello-tractor',
  label: 'Hello Tractor',
  configured: true,
  state: 'ok',
  paused: null,
  outOfScope: null,
  notices,
  resources: [],
})
const text = () => document.querySelector('li')?.textContent ?? ''

function draw(notice: NoticeCode, words: 'en' | 'en-XA') {
  const english = { message: 'The message of the API.', fix: 'The fix of the API.' }
  const source = sourceWith([{ level: 'warning', notice, isListed: false, ...english }])
  const part = mount(<SourceSection source={source} today="2026-11-25" mayAct={false} />, { words })
  const told = text()
  part.unmount()
  return told
}

test.each(Object.values(NOTICES))('words the notice $code in the reader’s language', (notice) => {
  const english = draw(notice, 'en')
  expect(english).not.toMatch(/undefined|[{}]|of the API/)
  const accented = draw(notice, 'en-XA')
  expect(accented).toMatch(/[áéíóú]/)
  expect(accented).not.toMatch(/of the API|rows|source|Check/)
})

const FAULT = { code: 'unauthorized', message: 'Hello Tractor refused the key.', at: RENDERED_AT }
const fix = 'The fix of the API.'

test('words the fix of a fault in the reader’s language', () => {
  const variables = { url: 'THE_URL', key: 'THE_KEY' }
  mount(<LastError source="hello-tractor" error={{ ...FAULT, fix, variables }} />, { words: 'en-XA' })
  expect(document.body.textContent).toContain('THE_KEY')
  expect(document.body.textContent).not.toMatch(/of the API|Check|restart/)
})

test('words a fault for a viewer who does not look after sources in the reader’s language', () => {
  mount(<LastError source="hello-tractor" error={{ ...FAULT, fix, variables: null }} />, { words: 'en-XA' })
  expect(document.body.textContent).toContain('Hélló Tráçtór')
  expect(document.body.textContent).not.toMatch(/of the API|refused|attention|operate/)
})

test('says in the reader’s language why a source is outside the viewer’s scope', () => {
  const source = { ...sourceWith([]), source: 'client-invoices', outOfScope: 'Only for operators.' } as const
  mount(<SourceSection source={source} today="2026-11-25" mayAct={false} />, { words: 'en-XA' })
  expect(document.body.textContent).toContain('Çlíéñt íñvóíçéš')
  expect(document.body.textContent).not.toContain('Only for operators')
})
