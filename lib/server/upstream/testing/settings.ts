import 'server-only'
import { onTestFinished } from 'vitest'
import type { HttpOptions } from '#lib/server/upstream/calls.ts'
import type { Upstreams } from '#lib/server/upstream/contract.ts'
import { UpstreamError } from '#lib/server/upstream/errors.ts'
import { createUpstreams, type UpstreamsSettings } from '#lib/server/upstream/sources/upstreams.ts'

export const KEY = 'canary-key-5f2a91'

/** Shorter deadlines and pauses for tests; the rules are the product's. */
export const QUICK: HttpOptions = {
  timeouts: { connectMs: 500, headersMs: 400, idleMs: 400, jsonTotalMs: 3_000, streamTotalMs: 5_000 },
  retry: { baseMs: 5, maxBackoffMs: 20, maxWaitMs: 1_500 },
}

/** Settings with every source at one address; a test overrides the settings under test. */
export function settingsFor(baseUrl: string, changes: Partial<UpstreamsSettings> = {}): UpstreamsSettings {
  return {
    upstreams: {
      helloTractor: { baseUrl, authorization: `Bearer ${KEY}`, currencies: [], fundingSources: [] },
      paymentLinks: {
        baseUrl,
        path: '/reports/invoices',
        authorization: `Bearer ${KEY}`,
        currency: 'AUD',
        fundingSourceLabel: 'Programme',
      },
      clientInvoices: { baseUrl, auth: { kind: 'header', value: `Bearer ${KEY}` } },
    },
    timeZone: 'Africa/Lagos',
    pdfHosts: [],
    pdfMaxBytes: 1024 * 1024,
    ...changes,
  }
}

type Clients = { [Name in keyof Upstreams]: NonNullable<Upstreams[Name]> }

/** The clients of all three sources, closed when the test ends. */
export function startClients(settings: UpstreamsSettings, options: HttpOptions = QUICK): Clients {
  const clients = createUpstreams(settings, options)
  onTestFinished(clients.close)
  const { helloTractor, paymentLinks, clientInvoices } = clients
  if (!helloTractor || !paymentLinks || !clientInvoices) throw new Error('a source is off')
  return { helloTractor, paymentLinks, clientInvoices }
}

/**
 * The UpstreamError that the call rejects with.
 * @throws Error when the call succeeds or rejects with another error
 */
export async function upstreamError(call: Promise<unknown>): Promise<UpstreamError> {
  const outcome = await call.then(
    () => 'no error',
    (error: unknown) => error,
  )
  if (outcome instanceof UpstreamError) return outcome
  throw new Error('expected an UpstreamError', { cause: outcome })
}

/** Reads a stream to its end. */
export async function readAll(stream: ReadableStream<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}
