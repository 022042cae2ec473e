import { screen, waitFor } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'
import { mount } from '#components/testing/mount.tsx'
import { json, problem } from '#components/testing/server.ts'
import { PackBar } from './pack-bar.tsx'

const PACK = {
  id: 'p1',
  source: 'client-invoices',
  filters: '',
  isChosen: false,
  createdAt: '2026-11-25T08:00:00.000Z',
  expiresAt: '2026-12-02T08:00:00.000Z',
  files: 3,
  missing: [],
}
const part = (at: number, files: number, missing = 0, isSent = false) => {
  return { part: at, files, whole: 0, missing, isSent }
}

/** A ZIP of stored files with one byte each, up to `cut` bytes. */
function zipOf(names: readonly string[], comment: string): Uint8Array {
  const entries = names.map((name) => {
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    head.writeUInt32LE(1, 18)
    head.writeUInt16LE(name.length, 26)
    return Buffer.concat([head, Buffer.from(`${name}.`)])
  })
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(comment.length, 20)
  const directory = Buffer.from([0x50, 0x4b, 0x01, 0x02, ...Array<number>(42).fill(0)])
  return Buffer.concat([...entries, directory, end, Buffer.from(comment)])
}

function stream(bytes: Uint8Array, isBroken = false): Response {
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(bytes),
    pull: (controller) => (isBroken ? controller.error(new Error('cut')) : controller.close()),
  })
  return new Response(body, { headers: { etag: '"r1"', 'content-type': 'application/zip' } })
}

type Asked = { path: string; body: unknown }
/** Answers each path with its answers in turn, and the last one from then on. */
function serveInTurn(routes: Record<string, (() => Response)[]>): Asked[] {
  const asked: Asked[] = []
  vi.stubGlobal('fetch', async (address: string, { body }: { body?: string } = {}) => {
    asked.push({ path: address, body: body && JSON.parse(body) })
    const answers = routes[address]
    if (!answers) throw new Error(`No route of this test answers ${address}`)
    return (answers.length > 1 ? answers.shift() : answers[0])!()
  })
  return asked
}

const saved: Blob[] = []
beforeEach(() => {
  saved.length = 0
  URL.createObjectURL = (blob: Blob) => `blob:${saved.push(blob)}`
  URL.revokeObjectURL = () => {}
})

const OPEN = '/api/invoices/pdf-packs/open'
const none = () => json({ packs: [] })

function bar(isAll = true, total = 3) {
  const chosen = { isAll, ids: new Set(['a']) }
  const filters = { source: 'client-invoices', state: ['paid'], search: null }
  return mount(
    <PackBar chosen={chosen} total={total} filters={filters} onAll={() => {}} onClear={() => {}} />,
  )
}

test('goes on behind the last whole file after the connection broke off, and says what is missing', async () => {
  const whole = zipOf(['a', 'b'], '2 of 3 files')
  const asked = serveInTurn({
    [OPEN]: [none],
    '/api/invoices/pdf-packs': [() => json({ ...PACK, parts: [part(1, 3)] })],
    '/api/invoices/pdf-packs/p1/parts/1': [
      () => stream(whole.subarray(0, 40), true),
      () => stream(whole.subarray(32)),
    ],
    '/api/invoices/pdf-packs/p1': [() => json({ ...PACK, parts: [part(1, 3, 1, true)] })],
  })
  const { user } = bar()
  await user.click(screen.getByRole('button', { name: 'Download PDFs (ZIP)' }))
  expect(await screen.findByText(/Saved 2 of 3 files\. 1 file is missing\./)).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Try 1 file again' })).toBeTruthy()
  const posts = asked.filter(({ body }) => body !== undefined)
  expect(posts).toEqual([
    { path: '/api/invoices/pdf-packs', body: { source: 'client-invoices', filters: { state: ['paid'] } } },
    { path: '/api/invoices/pdf-packs/p1/parts/1', body: {} },
    {
      path: '/api/invoices/pdf-packs/p1/parts/1',
      body: { continued: { revision: 'r1', files: 1, bytes: 32 } },
    },
  ])
  expect(saved).toHaveLength(1)
  expect(Buffer.from(await saved[0]!.arrayBuffer()).equals(whole)).toBe(true)
})

test('downloads two parts as two files', async () => {
  const zips = [zipOf(['a', 'b'], '2 of 2 files'), zipOf(['c'], '1 of 1 files')]
  serveInTurn({
    [OPEN]: [none],
    '/api/invoices/pdf-packs': [() => json({ ...PACK, parts: [part(1, 2), part(2, 1)] })],
    '/api/invoices/pdf-packs/p1/parts/1': [() => stream(zips[0]!)],
    '/api/invoices/pdf-packs/p1/parts/2': [() => stream(zips[1]!)],
    '/api/invoices/pdf-packs/p1': [
      () => json({ ...PACK, parts: [part(1, 2, 0, true), part(2, 1, 0, true)] }),
    ],
  })
  const { user } = bar()
  await user.click(screen.getByRole('button', { name: 'Download PDFs (ZIP)' }))
  expect(await screen.findByText('Saved 3 of 3 files in 2 ZIPs.')).toBeTruthy()
  expect(saved).toHaveLength(2)
})

test('stops at a refusal, keeps what has come, and goes on when asked', async () => {
  const whole = zipOf(['a', 'b'], '2 of 2 files')
  const off = () => problem(503, 'Off.', { code: 'source_off', values: { source: 'client-invoices' } })
  const asked = serveInTurn({
    [OPEN]: [none],
    '/api/invoices/pdf-packs': [() => json({ ...PACK, files: 2, parts: [part(1, 2)] })],
    '/api/invoices/pdf-packs/p1/parts/1': [
      () => stream(whole.subarray(0, 40), true),
      off,
      () => stream(whole.subarray(32)),
    ],
    '/api/invoices/pdf-packs/p1': [() => json({ ...PACK, parts: [part(1, 2, 0, true)] })],
  })
  const { user } = bar()
  await user.click(screen.getByRole('button', { name: 'Download PDFs (ZIP)' }))
  expect((await screen.findByRole('alert')).textContent).toContain('The download stopped at 1 of 2 files:')
  await user.click(screen.getByRole('button', { name: 'Continue' }))
  expect(await screen.findByText('Saved 2 of 2 files.')).toBeTruthy()
  expect(asked.filter(({ path }) => path.endsWith('/parts/1')).at(-1)?.body).toEqual({
    continued: { revision: 'r1', files: 1, bytes: 32 },
  })
})

test('starts a part anew that has changed', async () => {
  const whole = zipOf(['a'], '1 of 1 files')
  serveInTurn({
    [OPEN]: [none],
    '/api/invoices/pdf-packs': [() => json({ ...PACK, parts: [part(1, 1)] })],
    '/api/invoices/pdf-packs/p1/parts/1': [
      () => stream(whole.subarray(0, 40), true),
      () => problem(409, 'Changed.', { code: 'pack_changed' }),
      () => stream(whole),
    ],
    '/api/invoices/pdf-packs/p1': [() => json({ ...PACK, parts: [part(1, 1, 0, true)] })],
  })
  const { user } = bar()
  await user.click(screen.getByRole('button', { name: 'Download PDFs (ZIP)' }))
  expect(await screen.findByText('Saved 1 of 1 files.')).toBeTruthy()
  expect(saved[0]?.size).toBe(whole.length)
})

test('offers the last download of the source that is not complete', async () => {
  const earlier = { ...PACK, parts: [part(1, 2, 0, true), part(2, 1)] }
  serveInTurn({
    [OPEN]: [() => json({ packs: [{ ...earlier, id: 'x', source: 'hello-tractor' }, earlier] })],
    '/api/invoices/pdf-packs/p1': [
      () => json(earlier),
      () => json({ ...PACK, parts: [part(1, 2, 0, true), part(2, 1, 0, true)] }),
    ],
    '/api/invoices/pdf-packs/p1/parts/2': [() => stream(zipOf(['c'], '1 of 1 files'))],
  })
  const { user } = bar(false)
  expect(await screen.findByText(/^Unfinished download of .*: 1 of 2 parts saved\.$/)).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Continue' }))
  expect(await screen.findByText('Saved 1 of 1 files.')).toBeTruthy()
})

test('offers all that match, up to 100,000, and says so beyond', async () => {
  serveInTurn({ [OPEN]: [none] })
  const { rerender } = bar(false, 2_174)
  expect(screen.getByRole('button', { name: 'Select all 2,174' })).toBeTruthy()
  const all = { isAll: true, ids: new Set<string>() }
  rerender(<PackBar chosen={all} total={100_001} filters={{}} onAll={() => {}} onClear={() => {}} />)
  await waitFor(() => expect(screen.getByText(/up to 500 invoices .* or 100,000 that match/)).toBeTruthy())
  expect(screen.getByRole<HTMLButtonElement>('button', { name: /Download/ }).disabled).toBe(true)
})
