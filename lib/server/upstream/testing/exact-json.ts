import 'server-only'
import { ExactJsonReader } from '#lib/server/upstream/exact-json.ts'

/**
 * Parses a complete text as `ExactJsonReader` does.
 * @throws JsonError
 */
export function parseExactJson(text: string): unknown {
  const reader = new ExactJsonReader()
  reader.write(text)
  return reader.finish()
}
