import { describe, expect, test } from 'vitest'
import { LIST, startList } from '#lib/server/upstream/testing/list-client.ts'
import { sendJson } from '#lib/server/upstream/testing/scripted-server.ts'
import { upstreamError } from '#lib/server/upstream/testing/settings.ts'

describe('retries, pauses and the circuit breaker', () => {
  test('waits for a Retry-After within the limit', async () => {
    const { server, read, calls } = await startList((_, response) =>
      server.seen.length < 2 ? sendJson(response, {}, 429, { 'retry-after': '1' }) : sendJson(response, LIST),
    )
    expect((await read()).records).toHaveLength(1)
    expect(calls).toMatchObject([{ attempts: 2, outcome: 'ok' }])
  })

  test('fails with the hint on a longer Retry-After, and sends no call before that time', async () => {
    const { server, read, client } = await startList((_, response) =>
      sendJson(response, {}, 503, {
        // Node would write its own clock, which differs from the test run's.
        date: new Date().toUTCString(),
        'retry-after': new Date(Date.now() + 121_000).toUTCString(),
      }),
    )
    const error = await upstreamError(read())
    expect(error.code).toBe('unavailable')
    expect(error.retryAfterSeconds).toBeGreaterThan(115)
    expect((await upstreamError(client.invoice('1'))).code).toBe('rate_limited')
    expect(server.seen).toHaveLength(1)
  })

  test('a refused probe counts as answered, and any other refused request does not', async () => {
    const { client, calls } = await startList((_, response) => sendJson(response, {}, 400))
    await upstreamError(client.billingPeriodPage({ funding_source: 'none' }, null, { mayBeRefused: true }))
    await upstreamError(client.billingPeriodPage({ funding_source: 'none' }, null))
    expect(calls).toMatchObject([
      { outcome: 'ok', status: 400, reason: null },
      { outcome: 'malformed', status: 400 },
    ])
  })

  test('during an outage few of the calls are sent, and soon none', async () => {
    const { server, read } = await startList((_, response) => sendJson(response, {}, 503))
    for (let call = 0; call < 50; call++) await upstreamError(read())
    expect(server.seen).toHaveLength(5)
  })

  test('without the circuit breaker retries stay within a tenth of the calls', async () => {
    const { server, read } = await startList((_, response) => sendJson(response, {}, 503), {
      gate: { failuresInRow: 1e9, minimumCalls: 1e9 },
    })
    for (let call = 0; call < 60; call++) await upstreamError(read())
    expect(server.seen.length).toBeLessThanOrEqual(66)
  })

  test('after the pause lets one trial call through, and all calls after its success', async () => {
    let isDown = true
    const { server, read } = await startList((_, response) => sendJson(response, LIST, isDown ? 503 : 200), {
      gate: { openMs: 150 },
    })
    for (let call = 0; call < 5; call++) await upstreamError(read())
    const refused = await upstreamError(read())
    expect(refused.retryAfterSeconds).toBe(1)
    expect(refused.message).toMatch(
      /^Hello Tractor had several errors and is not called until \d\d:\d\d:\d\d UTC\.$/,
    )
    const before = server.seen.length
    isDown = false
    await new Promise((resolve) => setTimeout(resolve, 200))
    const outcomes = await Promise.allSettled([read(), read(), read()])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(server.seen.length).toBe(before + 1)
    expect((await read()).records).toHaveLength(1)
  })

  test('an aborted trial call leaves the circuit open', async () => {
    let isHanging = false
    const { server, read } = await startList(
      (_, response) => {
        if (!isHanging) sendJson(response, LIST, 503)
      },
      { gate: { openMs: 100 } },
    )
    for (let call = 0; call < 5; call++) await upstreamError(read())
    isHanging = true
    await new Promise((resolve) => setTimeout(resolve, 150))
    const before = server.seen.length
    const controller = new AbortController()
    const trial = read(controller.signal).catch(String)
    await expect.poll(() => server.seen.length).toBe(before + 1)
    controller.abort(new Error('gone'))
    expect(await trial).toBe('Error: gone')
    expect((await upstreamError(read())).code).toBe('unavailable')
    expect(server.seen).toHaveLength(before + 1)
  })

  test('missing rows do not open the circuit', async () => {
    const { server, read } = await startList((_, response) => sendJson(response, {}, 404))
    for (let call = 0; call < 20; call++) await upstreamError(read())
    expect(server.seen).toHaveLength(20)
  })

  test('limits the calls in progress to the configured concurrency', async () => {
    let underWay = 0
    let most = 0
    const { read } = await startList(
      async (_, response) => {
        underWay += 1
        most = Math.max(most, underWay)
        await new Promise((resolve) => setTimeout(resolve, 20))
        underWay -= 1
        sendJson(response, LIST)
      },
      { gate: { concurrency: 3 } },
    )
    await Promise.all(Array.from({ length: 12 }, () => read()))
    expect(most).toBe(3)
  })

  test('a queued call that is aborted ends at once and is never sent', async () => {
    const { server, read } = await startList(() => {}, { gate: { concurrency: 1 }, timeouts: {} })
    const first = new AbortController()
    const second = new AbortController()
    const calls = [read(first.signal), read(second.signal)].map((call) => call.catch(String))
    await expect.poll(() => server.seen.length).toBe(1)
    second.abort(new Error('second'))
    expect(await calls[1]).toBe('Error: second')
    first.abort(new Error('first'))
    expect(await calls[0]).toBe('Error: first')
    expect(server.seen).toHaveLength(1)
  })
})
