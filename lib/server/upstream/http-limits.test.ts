import { once } from 'node:events'
import { brotliCompressSync, createGzip, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { startList } from '#lib/server/upstream/testing/list-client.ts'
import type { Answer } from '#lib/server/upstream/testing/scripted-server.ts'
import { QUICK, upstreamError } from '#lib/server/upstream/testing/settings.ts'
import { PROMPTLY } from '#lib/testing/patience.ts'

describe('deadlines', () => {
  const never: Answer = () => {}
  const stalling: Answer = (_, response) => void response.writeHead(200).write('{"results":')

  test('a missing response is a timeout, retried once for a list and never for a detail', async () => {
    const { server, read, client } = await startList(never)
    expect((await upstreamError(read())).code).toBe('timeout')
    expect(server.seen).toHaveLength(2)
    expect((await upstreamError(client.invoice('1'))).code).toBe('timeout')
    expect(server.seen).toHaveLength(3)
  })

  test('a body that stalls is a timeout', async () => {
    const { client } = await startList(stalling)
    expect((await upstreamError(client.invoice('1'))).code).toBe('timeout')
  })

  test('a body that drips forever is cut off at the total deadline', async () => {
    const { client } = await startList(
      (_, response) => {
        response.writeHead(200)
        const drip = setInterval(() => response.write(' '), 50)
        response.on('close', () => clearInterval(drip))
      },
      { timeouts: { ...QUICK.timeouts, jsonTotalMs: 600 } },
    )
    expect((await upstreamError(client.invoice('1'))).code).toBe('timeout')
  })

  test.each([
    ['before the response', never],
    ['in its body', stalling],
  ])('an abort %s rejects with the caller’s reason and frees the connection', async (_, answer) => {
    const { server, read, calls } = await startList(answer, { timeouts: {} })
    const controller = new AbortController()
    const reason = new Error('gone away')
    const call = read(controller.signal)
    await expect.poll(() => server.seen.length).toBe(1)
    controller.abort(reason)
    await expect(call).rejects.toBe(reason)
    await expect.poll(server.openSockets, PROMPTLY).toBe(0)
    expect(calls).toMatchObject([{ outcome: 'aborted' }])
  })

  test('a call whose signal is already aborted is not sent', async () => {
    const { server, read } = await startList(never)
    await expect(read(AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone')
    expect(server.seen).toEqual([])
  })
})

describe('size', () => {
  const body = JSON.stringify({ results: [{ id: 1, note: 'é'.repeat(5000) }] })

  test.each([
    ['gzip', gzipSync(body)],
    ['br', brotliCompressSync(body)],
    ['deflate', deflateSync(body)],
    ['deflate', deflateRawSync(body)],
    ['identity', Buffer.from(body)],
  ])('a body encoded as %s is decoded', async (encoding, bytes) => {
    const { read } = await startList((_, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(bytes)
    })
    expect((await read()).records[0]?.raw.note).toBe('é'.repeat(5000))
  })

  test.each([
    ['zstd', Buffer.from(body)],
    ['gzip, br', Buffer.from(body)],
    ['br', Buffer.from('garbage')],
    ['gzip', gzipSync(body).subarray(0, 40)],
  ])('a body that is not valid %s is malformed', async (encoding, bytes) => {
    const { read } = await startList((_, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(bytes)
    })
    expect((await upstreamError(read())).code).toBe('malformed')
  })

  test('a body whose declared length is over the cap is refused unread', async () => {
    const { read } = await startList((_, response) => {
      response.writeHead(200, { 'content-length': String(17 * 1024 * 1024) }).write('{')
    })
    expect((await upstreamError(read())).code).toBe('too_large')
  })

  test('a gzip bomb is cut off at the cap while most of its bytes are still unsent', async () => {
    let sentBytes = 0
    // The deadlines are the product's: a busy machine takes longer than the short ones to unpack so much.
    const { server, read } = await startList(
      async (_, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' })
        const bomb = createGzip().setMaxListeners(0)
        bomb.on('data', (chunk: Buffer) => {
          sentBytes += chunk.length
        })
        bomb.pipe(response)
        let isOpen = true
        response.on('close', () => {
          isOpen = false
          bomb.destroy()
        })
        const zeros = Buffer.alloc(1024 * 1024, ' ')
        for (let megabytes = 0; megabytes < 4096 && isOpen; megabytes++) {
          if (!bomb.write(zeros)) await Promise.race([once(bomb, 'drain'), once(bomb, 'close')])
        }
      },
      { timeouts: {} },
    )
    expect((await upstreamError(read())).code).toBe('too_large')
    await expect.poll(server.openSockets, PROMPTLY).toBe(0)
    expect(sentBytes).toBeLessThan(2 * 1024 * 1024)
  })
})
