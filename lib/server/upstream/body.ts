import 'server-only'
import { pipeline, type Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import type { Source } from '#lib/sources.ts'
import { failure } from './faults.ts'

/** The `Accept-Encoding` of every request; a response in any other encoding is refused. */
export const ACCEPTED_ENCODINGS = 'gzip, br, deflate'

/** The raw bytes of a response, and the headers that describe them. */
export type Answer = {
  stream: Readable
  encoding: string | undefined
  lengthBytes: number | null
  contentType: string
  /** True for a 204 response, whose body is empty. */
  hasNoContent: boolean
}

/**
 * Decodes a response body and yields at most `capBytes` bytes. The cap applies after decompression, so a
 * decompression bomb is cut off as soon as its output passes the cap.
 * @throws Failure `too_large` or `malformed`
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

/**
 * Returns a decoder for the characters that `Content-Type` names. Without a known name the text is UTF-8, as
 * JSON is by its standard.
 */
export function textDecoder(contentType: string): TextDecoder {
  const [, label = 'utf-8'] = /;\s*charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType) ?? []
  try {
    return new TextDecoder(label)
  } catch {
    return new TextDecoder()
  }
}

/** True when the body is compressed, so that Content-Length does not give the size of the content. */
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
  // The decoder passes a stream error on to the reader, because the pipeline destroys the decoder with that
  // error.
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

/**
 * `deflate` means zlib, but some servers send the raw format. Only a zlib header has 8 in the low half of its
 * first byte.
 */
async function startsLikeZlib(stream: Readable): Promise<boolean> {
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    stream.unshift(chunk)
    return (chunk[0] & 0x0f) === 8
  }
  return true
}
