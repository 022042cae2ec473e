import 'server-only'
import { createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'

/** A position in the list: the key of the row beside it, and the side on which the page lies. */
const placeSchema = z.object({ key: z.string(), side: z.enum(['after', 'before']), expires: z.number() })
export type Place = Omit<z.infer<typeof placeSchema>, 'expires'>

export type Cursors = ReturnType<typeof createCursors>

/** Creates opaque cursors that are valid for `seconds` of real time and at most until the process ends. */
export function createCursors(seconds: number) {
  let secret = randomBytes(32)
  const signatureOf = (body: string) =>
    createHmac('sha256', secret).update(body).digest('base64url').slice(0, 16)
  return {
    write(place: Place): string {
      const text = JSON.stringify({ ...place, expires: Date.now() + seconds * 1000 })
      const body = Buffer.from(text).toString('base64url')
      return `${body}.${signatureOf(body)}`
    },
    /** Null for a cursor that is damaged, invented or expired. */
    read(cursor: string): Place | null {
      const [body = '', signature = ''] = cursor.split('.')
      if (signature !== signatureOf(body)) return null
      const place = placeSchema.parse(JSON.parse(Buffer.from(body, 'base64url').toString()))
      return place.expires > Date.now() ? place : null
    },
    expireAll(): void {
      secret = randomBytes(32)
    },
  }
}
