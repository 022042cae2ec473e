import 'server-only'
import { pipeline, type Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import type { Source } from '#lib/sources.ts'
import { failure } from './faults.ts'

/** What is asked for; an answer in anything else is refused. */
export const ACCEPTED_ENCODINGS = 'gzip, br, deflate'

/** An answer's bytes, not yet decoded, and what its head says about them. */
export type Answer = {
  stream: Readable
  encoding: string | undefined
  lengthBytes: number | null
  contentType: string
  /** Answered with 204: the body is empty. */
  hasNoContent: boolean
}

/**
 * The decoded bytes of an answer, at most `capBytes` of them: the cap holds after decompression, so a small body that
 * unpacks without end is cut as soon as it passes it. Throws a Failure `too_large` or `malformed`.
 */
export async function* decodedChunks(
  source: Source,
  body: Answer,
  capBytes: number,
  tooLargeText = 'sent too much data',
): AsyncGenerator<Uint8Array> {
  const tooLarge = () => failure(source, 'too_large', tooLargeText)
  if (!isEncoded(body) && body.lengthBytes !== null && body.lengthBytes > capBytes) {
    body.stream.destroy()
    throw tooLarge()
  }
  let total = 0
  for await (const chunk of await decoded(source, body)) {
    total += chunk.byteLength
    if (total > capBytes) throw tooLarge()
    yield chunk
  }
}

/** True when the bytes on the wire are not the bytes of the content, so Content-Length says nothing about these. */
export function isEncoded(body: Pick<Answer, 'encoding'>): boolean {
  const encoding = body.encoding?.trim().toLowerCase()
  return encoding !== undefined && encoding !== '' && encoding !== 'identity'
}

async function decoded(source: Source, { stream, encoding }: Answer): Promise<AsyncIterable<Uint8Array>> {
  if (!isEncoded({ encoding })) return stream
  const decoder = await decoderFor(encoding?.trim().toLowerCase(), stream)
  if (!decoder) {
    stream.destroy()
    throw failure(source, 'malformed', 'sent an answer in an encoding that was not asked for')
  }
  // The error reaches the reader through the decoder, which the pipeline destroys with it.
  return pipeline(stream, decoder, () => {})
}

async function decoderFor(encoding: string | undefined, stream: Readable) {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip()
    case 'br':
      return createBrotliDecompress()
    case 'deflate':
      return (await startsLikeZlib(stream)) ? createInflate() : createInflateRaw()
    default:
      return null
  }
}

/** `deflate` means zlib, but some servers send the raw format: only zlib's first byte ends in 8. */
async function startsLikeZlib(stream: Readable): Promise<boolean> {
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    stream.unshift(chunk)
    return (chunk[0] & 0x0f) === 8
  }
  return true
}
