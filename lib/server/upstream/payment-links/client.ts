import 'server-only'
import type { UpstreamSettings } from '#lib/server/config/env-upstreams.ts'
import { ownOrigin, upstreamUrl } from '#lib/server/upstream/addressing.ts'
import { textDecoder } from '#lib/server/upstream/body.ts'
import type { ByteStream, HttpRequest, SourceHttp } from '#lib/server/upstream/calls.ts'
import type { InvoiceRecord, PaymentLinksClient, RejectedRow } from '#lib/server/upstream/contract.ts'
import { UpstreamError } from '#lib/server/upstream/errors.ts'
import { ExactListReader } from '#lib/server/upstream/exact-json.ts'
import { Failure, failure, thrownFailure } from '#lib/server/upstream/faults.ts'
import { readRows } from '#lib/server/upstream/fields.ts'
import { toInvoice } from './map.ts'
import { LIST_KEYS } from './wire.ts'

const SOURCE = 'payment-links'
/** The report has no paging: one day can be tens of thousands of rows in a single response. */
const MAX_REPORT_BYTES = 256 * 1024 * 1024
/** Most bytes read without completing a row; no real row is that long. */
const MAX_ROW_LENGTH = 16 * 1024 * 1024

type Settings = NonNullable<UpstreamSettings['paymentLinks']>
type ReportItem = { record: InvoiceRecord } | { rejected: RejectedRow }

/** Creates the client for the report of processed invoices; `PaymentLinksClient` documents the call. */
export function createPaymentLinksClient(http: SourceHttp, settings: Settings): PaymentLinksClient {
  return {
    async *report(startDate, endDate, options) {
      const request: HttpRequest = {
        route: settings.path,
        url: upstreamUrl(settings.baseUrl, settings.path, { startDate, endDate }),
        allow: ownOrigin(settings.baseUrl),
        authorization: settings.authorization,
        isPatient: true,
        mayBeEmpty: true,
        signal: options?.signal,
      }
      const rows = await openReport(http, request)
      try {
        for await (const batch of rows.batches) yield* readBatch(batch, settings)
      } catch (error) {
        options?.signal?.throwIfAborted()
        throw error instanceof Failure ? error.error : error
      } finally {
        rows.abort()
      }
    },
  }
}

function* readBatch(batch: readonly unknown[], settings: Settings): Generator<ReportItem> {
  const { records, rejected } = readRows(batch, (raw) => toInvoice(raw, settings))
  for (const record of records) yield { record }
  for (const row of rejected) yield { rejected: row }
}

type Report = { batches: AsyncIterable<readonly unknown[]>; abort: () => void }

async function openReport(http: SourceHttp, request: HttpRequest): Promise<Report> {
  try {
    return await http.stream(request, MAX_REPORT_BYTES, async (stream) => {
      const batches = readBatches(stream)
      // Reads the first rows within the attempt, so that a response that is not a report can be retried.
      const first = await batches.next()
      return { batches: prepend(first, batches), abort: stream.abort }
    })
  } catch (error) {
    throw refusedKey(error)
  }
}

async function* prepend<T>(first: IteratorResult<T, void>, rest: AsyncGenerator<T, void>): AsyncGenerator<T> {
  if (first.done) return
  yield first.value
  yield* rest
}

/**
 * Maps `forbidden` to `unauthorized`, because this source answers 403 both to a wrong key and to missing
 * rights.
 */
export function refusedKey(error: unknown): unknown {
  if (!(error instanceof UpstreamError) || error.code !== 'forbidden') return error
  return failure(SOURCE, 'unauthorized', 'refused the key, or the key lacks the rights', { status: 403 })
    .error
}

async function* readBatches(stream: ByteStream): AsyncGenerator<readonly unknown[], void> {
  if (stream.hasNoContent) return
  const decoder = textDecoder(stream.contentType)
  const reader = new ExactListReader(LIST_KEYS)
  let pending = 0
  try {
    for await (const chunk of stream.chunks) {
      const rows = reader.write(decoder.decode(chunk, { stream: true }))
      pending = rows.length > 0 ? 0 : pending + chunk.byteLength
      if (pending > MAX_ROW_LENGTH) throw failure(SOURCE, 'too_large', 'sent too much data')
      if (rows.length > 0) yield rows
    }
    yield reader.write(decoder.decode())
    if (!reader.finish().hasList) throw failure(SOURCE, 'malformed', 'sent an answer without a list')
  } catch (error) {
    throw thrownFailure(SOURCE, error, true)
  }
}
