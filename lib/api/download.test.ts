import { afterEach, expect, test, vi } from 'vitest'
import { download, readFileName } from './download.ts'
import { ApiError } from './fetch-json.ts'

afterEach(() => vi.unstubAllGlobals())

const answer = (body: BodyInit | null, init: ResponseInit) => {
  vi.stubGlobal('fetch', async () => new Response(body, init))
}

test.each([
  ['attachment; filename="periods.csv"', 'periods.csv'],
  ["attachment; filename=x.pdf; filename*=UTF-8''F%C3%A9.pdf", 'Fé.pdf'],
  ["attachment; filename*=UTF-8''%E0%A4%A", null],
  [null, null],
])('reads the file name of %s as %s', (header, name) => {
  expect(readFileName(header)).toBe(name)
})

test('returns the whole file and its name', async () => {
  answer('a,b\r\n1,2\r\n', {
    headers: { 'content-type': 'text/csv', 'content-disposition': 'attachment; filename="x.csv"' },
  })
  const { blob, fileName } = await download('/api/x', () => undefined, new AbortController().signal)
  expect([await blob.text(), blob.type, fileName]).toEqual(['a,b\r\n1,2\r\n', 'text/csv', 'x.csv'])
})

test('throws the problem of a refusal instead of saving the body as a file', async () => {
  answer(JSON.stringify({ detail: 'The source has no PDF for this invoice.', code: 'no_pdf_at_source' }), {
    status: 404,
    headers: { 'content-type': 'application/problem+json' },
  })
  const failed = download('/api/x', () => undefined, new AbortController().signal)
  await expect(failed).rejects.toBeInstanceOf(ApiError)
  await expect(failed).rejects.toThrow('The source has no PDF for this invoice.')
})

test('fails when the transfer breaks off', async () => {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('half'))
      controller.error(new Error('connection lost'))
    },
  })
  answer(body, { status: 200 })
  await expect(download('/api/x', () => undefined, new AbortController().signal)).rejects.toMatchObject({
    name: 'NetworkError',
    reason: 'broken_off',
  })
})
