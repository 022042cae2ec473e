import net, { type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, sendJson, startScripted } from '#lib/server/upstream/testing/scripted-server.ts'
import {
  KEY,
  QUICK,
  settingsFor,
  startClients,
  upstreamError,
} from '#lib/server/upstream/testing/settings.ts'

// Addresses that point away from the API, in the three places where an upstream can put one: the pdf_url of
// an invoice, the Location of a redirect, and the link to the next page. Real listeners wait at those
// addresses; no test may reach them.

const PDF = Buffer.from('%PDF-1.7\ncanary\n%%EOF\n')

/** Spellings of this machine, private networks and foreign hosts, with the port of a listener. */
function targets(port: number): string[] {
  const hosts = [
    ...['127.0.0.1', '127.1', '127.0.1', '2130706433', '0x7f000001', '0x7f.1', '0x7f.0.0.1', '017700000001'],
    ...[
      '0177.0.0.1',
      '0177.1',
      '127.0.0.1.',
      '①②⑦.⓪.⓪.①',
      '127。0。0。1',
      '１２７.0.0.1',
      '0',
      '0.0.0.0',
      '00000000',
    ],
    ...['[::1]', '[::]', '[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]'],
    ...[
      '[64:ff9b::7f00:1]',
      '[2002:7f00:1::]',
      '127.0.0.2',
      '127.255.255.254',
      'localhost',
      'LOCALHOST',
      'localhost.',
    ],
    ...[
      '169.254.169.254',
      '0xa9fea9fe',
      '2852039166',
      '[fe80::1]',
      '[fd00:ec2::254]',
      '10.0.0.1',
      '172.16.0.1',
    ],
    ...[
      '192.168.0.1',
      '100.64.0.1',
      '[fc00::1]',
      'localtest.me',
      '127.0.0.1.nip.io',
      'good.example.evil.example',
    ],
    ...['good.example.', 'xn--good-.example', 'evil.example'],
  ]
  const forms = [
    `http://good.example@127.0.0.1:${port}/x`,
    `http://good.example:80@127.0.0.1:${port}/x`,
    `http://good.example%2f@127.0.0.1:${port}/x`,
    `http://127.0.0.1:${port}\\@good.example/x`,
    `http://127.0.0.1:${port}#@good.example/x`,
    `http://127.0.0.1:${port}?@good.example/x`,
    `http:\\\\127.0.0.1:${port}\\x`,
    `http:///127.0.0.1:${port}/x`,
    `//127.0.0.1:${port}/x`,
    `\\\\127.0.0.1:${port}\\x`,
    `/\\127.0.0.1:${port}/x`,
    `\thttp://127.0.0.1:${port}/x`,
    `ht\ntp://127.0.0.1:${port}/x`,
    `http://127.0.0.1:${port}\u0000.good.example/x`,
    `http://127.0.0.1\u3002good.example:${port}/x`,
    'http://good.example:8443/x',
    'http://good.example/x',
    'file:///etc/passwd',
    'data:application/pdf;base64,JVBERi0=',
    `gopher://127.0.0.1:${port}/_GET`,
    `ftp://127.0.0.1:${port}/x`,
    `blob:http://127.0.0.1:${port}/x`,
    'javascript:fetch(1)',
  ]
  return [...hosts.flatMap((host) => [`http://${host}:${port}/x`, `https://${host}:${port}/x`]), ...forms]
}

let port = 0
let reached = 0
const listeners: net.Server[] = []
beforeAll(async () => {
  const first = await listen('127.0.0.1', 0)
  port = (first.address() as AddressInfo).port
  // On a machine without IPv6 nothing can be reached over IPv6 either.
  await listen('::1', port).catch(() => null)
})
afterAll(async () => {
  for (const server of listeners) await new Promise((resolve) => server.close(resolve))
})

function listen(host: string, at: number): Promise<net.Server> {
  return new Promise((resolve, reject) => {
    const server = net.createServer((socket) => {
      reached += 1
      socket.on('error', () => {})
      socket.end(
        `HTTP/1.1 200 OK\r\ncontent-type: application/pdf\r\ncontent-length: ${PDF.length}\r\n\r\n${PDF}`,
      )
    })
    server.once('error', reject)
    server.listen(at, host, () => {
      listeners.push(server)
      resolve(server)
    })
  })
}

/**
 * Clients of sources on a server that answers as the test says; `server.seen` records every call with its
 * key.
 */
async function start(answer: Answer) {
  const server = await startScripted(answer)
  const settings = settingsFor(server.url, { pdfHosts: ['good.example'] })
  return { server, ...startClients(settings, { ...QUICK, gate: { failuresInRow: 10_000 } }) }
}

const tried = new Map<string, number>()
const count = (place: string) => tried.set(place, (tried.get(place) ?? 0) + 1)

describe('no address that an upstream gives leads to another host', () => {
  test('the pdf_url of an invoice', async () => {
    let pdfUrl = ''
    const { server, helloTractor } = await start((_, response) =>
      sendJson(response, { id: 'i', pdf_url: pdfUrl }),
    )
    for (const target of targets(port)) {
      pdfUrl = target
      const error = await upstreamError(helloTractor.invoicePdf('i'))
      expect([target, error.code]).toEqual([target, expect.stringMatching(/^(blocked|not_found|malformed)$/)])
      expect(String(error.message)).not.toMatch(/127|good\.example|evil/)
      count('pdf_url')
    }
    expect(server.seen.every(({ url }) => url.pathname.startsWith('/payg/'))).toBe(true)
    expect(reached).toBe(0)
  })

  test('the Location of a redirect of a PDF or a list', async () => {
    let location = ''
    const redirect: Answer = ({ url }, response) => {
      if (url.pathname.endsWith('/x') || url.pathname.includes('good.example'))
        return sendJson(response, {}, 404)
      // Headers are bytes: a value that Node refuses cannot come from an upstream either.
      response.writeHead(302, { location: Buffer.from(location).toString('latin1') }).end()
    }
    const { server, helloTractor, clientInvoices } = await start(redirect)
    for (const target of targets(port).filter((text) => !/[\n\0]/.test(text))) {
      location = target
      const errors = await Promise.all([
        upstreamError(clientInvoices.invoicePdf('F1')),
        upstreamError(helloTractor.billingPeriodPage({}, null)),
      ])
      for (const error of errors) {
        expect([target, error.code]).toEqual([target, expect.stringMatching(/^(blocked|not_found)$/)])
        count('redirect')
      }
    }
    expect(server.seen.every(({ headers }) => headers.authorization === `Bearer ${KEY}`)).toBe(true)
    expect(reached).toBe(0)
  })

  test('the link to the next page', async () => {
    let next = ''
    const { server, helloTractor, clientInvoices } = await start((_, response) =>
      sendJson(response, { count: 2, results: [], next, next_page: next, invoices: [] }),
    )
    for (const target of targets(port)) {
      for (const link of [target, `${target}?page=2&cursor=abc`]) {
        next = link
        for (const read of [
          (token: string | null) => helloTractor.billingPeriodPage({}, token),
          (token: string | null) => helloTractor.invoicePage({}, token),
          (token: string | null) => clientInvoices.invoicePage({}, token),
        ]) {
          const token = await read(null).then(
            (page) => page.next,
            () => null,
          )
          if (token !== null) await read(token).catch(() => null)
        }
        count('next page')
      }
    }
    expect(server.seen.length).toBeGreaterThan(200)
    expect(reached).toBe(0)
  })

  test('at least 120 addresses were tried in three places, and no listener was reached', () => {
    const all = [...tried.values()].reduce((sum, one) => sum + one, 0)
    console.info(
      `addresses tried: ${[...tried].map(([place, times]) => `${place} ${times}`).join(', ')}; reached: ${reached}`,
    )
    expect([...tried.keys()]).toHaveLength(3)
    expect(all).toBeGreaterThanOrEqual(120)
    expect(reached).toBe(0)
  })

  test('the listeners do accept a direct connection', async () => {
    await new Promise((resolve) =>
      net
        .connect(port, '127.0.0.1')
        .on('data', () => {})
        .once('close', resolve),
    )
    expect(reached).toBe(1)
  })
})
