import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { UpstreamError } from '#lib/server/upstream/errors.ts'
import type { UpstreamsSettings } from '#lib/server/upstream/sources/upstreams.ts'
import {
  type Answer,
  type ScriptedServer,
  sendJson,
  startScripted,
} from '#lib/server/upstream/testing/scripted-server.ts'
import {
  KEY,
  QUICK,
  readAll,
  settingsFor,
  startClients,
  upstreamError,
} from '#lib/server/upstream/testing/settings.ts'
import { PROMPTLY } from '#lib/testing/patience.ts'

const PDF = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(300_000)])
const sendPdf: Answer = (_, response) =>
  void response.writeHead(200, { 'content-type': 'application/pdf' }).end(PDF)

type Script = {
  /** The pdf_url of the detail; `asked` is the number of earlier requests for the detail. */
  pdfUrl: (server: ScriptedServer, asked: number) => string | null
  file?: Answer
  settings?: Partial<UpstreamsSettings>
}

async function start({ pdfUrl, file = sendPdf, settings = {} }: Script) {
  let asked = 0
  const server: ScriptedServer = await startScripted((seen, response) => {
    if (!seen.url.pathname.startsWith('/payg/')) return file(seen, response)
    sendJson(response, { id: 'inv-1', pdf_url: pdfUrl(server, asked++) })
  })
  const { helloTractor } = startClients(settingsFor(server.url, settings), {
    ...QUICK,
    gate: { failuresInRow: 99 },
  })
  const files = () => server.seen.filter(({ url }) => !url.pathname.startsWith('/payg/'))
  return { server, client: helloTractor, files, open: () => helloTractor.invoicePdf('inv-1') }
}

const own = (path: string) => (server: ScriptedServer) => `${server.url}${path}`

describe('the PDF of an invoice', () => {
  test('is streamed whole, with the key on the API’s own origin', async () => {
    const { open, files } = await start({ pdfUrl: own('/f.pdf?sig=1') })
    const { body, lengthBytes } = await open()
    expect(lengthBytes).toBeNull()
    expect(await readAll(body)).toEqual(PDF)
    expect(files().map(({ headers }) => headers.authorization)).toEqual([`Bearer ${KEY}`])
  })

  test('reports its length when the upstream declares one, and is decompressed', async () => {
    const plain = await start({
      pdfUrl: own('/f'),
      file: (_, response) => void response.writeHead(200, { 'content-length': PDF.length }).end(PDF),
    })
    expect((await plain.open()).lengthBytes).toBe(PDF.length)
    const packed = await start({
      pdfUrl: own('/f'),
      file: (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(PDF)),
    })
    const { body, lengthBytes } = await packed.open()
    expect(lengthBytes).toBeNull()
    expect(await readAll(body)).toEqual(PDF)
  })

  test('comes from an allowed host without the key', async () => {
    const files = await startScripted(sendPdf)
    const { open } = await start({
      pdfUrl: () => `${files.url}/f.pdf`,
      settings: { pdfHosts: [new URL(files.url).host] },
    })
    expect(await readAll((await open()).body)).toEqual(PDF)
    expect(files.seen.map(({ headers }) => headers.authorization)).toEqual([undefined])
  })

  test('is not fetched from any other host', async () => {
    const foreign = await startScripted(sendPdf)
    const { open } = await start({ pdfUrl: () => `${foreign.url}/f.pdf` })
    expect((await upstreamError(open())).code).toBe('blocked')
    expect(foreign.seen).toEqual([])
  })

  test('is not found when the detail has no pdf_url', async () => {
    const { open } = await start({ pdfUrl: () => null })
    expect((await upstreamError(open())).code).toBe('not_found')
  })

  test.each(['http://127.1/', 'file:///etc/passwd', 'https://169.254.169.254/', 'nonsense', '/f.pdf'])(
    'at %j is refused',
    async (pdfUrl) => {
      const { open } = await start({ pdfUrl: () => pdfUrl })
      expect((await upstreamError(open())).code).toBe('blocked')
    },
  )
})

describe('redirects of a PDF', () => {
  test('F17 to an allowed host omit the key, and to any other host are refused', async () => {
    const files = await startScripted(sendPdf)
    const file: Answer = (_, response) =>
      void response.writeHead(302, { location: `${files.url}/f.pdf` }).end()
    const allowed = await start({
      pdfUrl: own('/f'),
      file,
      settings: { pdfHosts: [new URL(files.url).host] },
    })
    expect(await readAll((await allowed.open()).body)).toEqual(PDF)
    expect(files.seen.map(({ headers }) => headers.authorization)).toEqual([undefined])
    const refused = await start({ pdfUrl: own('/f'), file })
    expect((await upstreamError(refused.open())).code).toBe('blocked')
    expect(files.seen).toHaveLength(1)
  })

  test.each([
    [2, null],
    [3, 'blocked'],
  ])('%i redirects end with %j', async (hops, code) => {
    const { open } = await start({
      pdfUrl: own('/f?hop=0'),
      file: (seen, response) => {
        const hop = Number(seen.url.searchParams.get('hop'))
        if (hop === hops) return sendPdf(seen, response)
        response.writeHead(302, { location: `/f?hop=${hop + 1}` }).end()
      },
    })
    if (code === null) expect(await readAll((await open()).body)).toEqual(PDF)
    else expect((await upstreamError(open())).code).toBe(code)
  })
})

describe('faults of a PDF', () => {
  test.each([403, 410])('F15 an expired link (%i) is read from the detail again, once', async (status) => {
    const expiring: Answer = (seen, response) =>
      seen.url.pathname === '/old' ? void response.writeHead(status).end() : sendPdf(seen, response)
    const renewed = await start({
      pdfUrl: (server, asked) => `${server.url}/${asked === 0 ? 'old' : 'new'}`,
      file: expiring,
    })
    expect(await readAll((await renewed.open()).body)).toEqual(PDF)
    const dead = await start({ pdfUrl: own('/old'), file: expiring })
    expect((await upstreamError(dead.open())).code).toBe(status === 410 ? 'not_found' : 'forbidden')
    expect(dead.files()).toHaveLength(2)
  })

  test.each([
    [401, 'unauthorized'],
    [404, 'not_found'],
    [500, 'unavailable'],
  ])('%i is %s', async (status, code) => {
    const { open } = await start({
      pdfUrl: own('/f'),
      file: (_, response) => void response.writeHead(status).end(),
    })
    expect((await upstreamError(open())).code).toBe(code)
  })

  test('a 401 from a host that never had the key is forbidden, not unauthorized', async () => {
    const files = await startScripted((_, response) => void response.writeHead(401).end())
    const { open } = await start({
      pdfUrl: () => `${files.url}/f`,
      settings: { pdfHosts: [new URL(files.url).host] },
    })
    expect((await upstreamError(open())).code).toBe('forbidden')
  })

  test.each(['', '%PDF', '<html>%PDF-</html>', '{"error":"gone"}'])(
    'a body of %j is malformed',
    async (body) => {
      const { open, server } = await start({
        pdfUrl: own('/f'),
        file: (_, response) => void response.writeHead(200, { 'content-type': 'application/pdf' }).end(body),
      })
      expect((await upstreamError(open())).code).toBe('malformed')
      expect(server.seen.length).toBeLessThanOrEqual(3)
    },
  )

  test('a body that cannot be decompressed is malformed', async () => {
    const { open } = await start({
      pdfUrl: own('/f'),
      file: (_, response) => void response.writeHead(200, { 'content-encoding': 'br' }).end(PDF),
    })
    expect((await upstreamError(open())).code).toBe('malformed')
  })

  test('F31 a declared length over the limit is too large before the first byte', async () => {
    const { open, server } = await start({
      pdfUrl: own('/f'),
      file: (_, response) =>
        void response.writeHead(200, { 'content-length': 600_000_000 }).write('%PDF-1.7'),
    })
    const error = await upstreamError(open())
    expect([error.code, error.message]).toEqual([
      'too_large',
      'Hello Tractor sent a file larger than the limit of 1 MB.',
    ])
    await expect.poll(server.openSockets, PROMPTLY).toBeLessThanOrEqual(1)
  })

  test('an undeclared length over the limit ends the stream with an error', async () => {
    const { open } = await start({ pdfUrl: own('/f'), settings: { pdfMaxBytes: 200_000 } })
    const { body } = await open()
    const error = await upstreamError(readAll(body))
    expect(error.code).toBe('too_large')
  })

  test.each([
    ['breaks off', (destroy: () => void) => destroy(), 'malformed'],
    ['stalls', () => {}, 'timeout'],
  ])('a stream whose upstream %s errors instead of ending', async (_, then, code) => {
    const { open } = await start({
      pdfUrl: own('/f'),
      file: (_seen, response) => {
        response.writeHead(200, { 'content-length': PDF.length })
        response.write(PDF.subarray(0, 100_000), () => then(() => response.destroy()))
      },
    })
    const { body } = await open()
    expect((await upstreamError(readAll(body))).code).toBe(code)
  })

  test('cancelling the stream frees the upstream’s connection, whether or not it was read', async () => {
    for (const reads of [0, 1]) {
      const { open, server } = await start({
        pdfUrl: own('/f'),
        file: (_, response) => void response.writeHead(200).write(PDF.subarray(0, 100_000)),
      })
      const { body } = await open()
      const reader = body.getReader()
      for (let i = 0; i < reads; i++) await reader.read()
      await reader.cancel('the browser went away')
      // The detail's connection stays idle, kept alive for the next call.
      await expect.poll(server.openSockets, PROMPTLY).toBeLessThanOrEqual(1)
    }
  })

  test('an abort during streaming errors the stream with the caller’s reason', async () => {
    const { client } = await start({
      pdfUrl: own('/f'),
      file: (_, response) => void response.writeHead(200).write(PDF.subarray(0, 100_000)),
    })
    const controller = new AbortController()
    const { body } = await client.invoicePdf('inv-1', { signal: controller.signal })
    const reason = new Error('gone')
    controller.abort(reason)
    await expect(readAll(body)).rejects.toBe(reason)
    expect(reason).not.toBeInstanceOf(UpstreamError)
  })
})
