import 'server-only'
import type { Source } from '#lib/sources.ts'
import { type Answer, decodedChunks, textDecoder } from './body.ts'
import { ExactJsonReader } from './exact-json.ts'
import { failure, thrownFailure } from './faults.ts'

const MAX_JSON_BYTES = 16 * 1024 * 1024

/**
 * Parses a response as JSON with exact numbers, up to 16 MiB after decompression; a 204 is an empty list.
 * @throws Failure `malformed`, `too_large` or `timeout`
 */
export async function readJson(source: Source, answer: Answer): Promise<unknown> {
  if (answer.hasNoContent) {
    answer.stream.destroy()
    return []
  }
  if (!isJsonType(answer.contentType)) {
    answer.stream.destroy()
    throw failure(source, 'malformed', 'sent something else than JSON', { furtherAttempts: 1 })
  }
  const decoder = textDecoder(answer.contentType)
  const reader = new ExactJsonReader()
  try {
    for await (const chunk of decodedChunks(source, answer, MAX_JSON_BYTES)) {
      reader.write(decoder.decode(chunk, { stream: true }))
    }
    reader.write(decoder.decode())
    return reader.finish()
  } catch (error) {
    throw thrownFailure(source, error, true)
  }
}

/**
 * Accepts any JSON media type, plain text (some servers mislabel JSON) and a missing type, but never HTML.
 */
function isJsonType(contentType: string): boolean {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  return type === '' || /[/+]json$/.test(type) || type === 'text/plain'
}
