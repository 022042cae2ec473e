import 'server-only'
import { createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'

/** A position in the list: the key of the row beside it, and the side on which the page lies. */
const placeSchema = z.object({
  key: z.string(),
  side: z.enum(['after', 'before']),
  expires: z.number(),
})
export type Place = { key: string; side: 'after' | 'before' }

export type Cursors = {
  write(place: Place): string
  /** Null for a cursor that is damaged, invented or expired. */
  read(cursor: string): Place | null
  expireAll(): void
}

/** Creates opaque cursors that are valid for `seconds` of real time and at most until the process ends. */
export function createCursors(seconds: number): Cursors {
  let secret = randomBytes(32)
  const signatureOf = (body: string) =>
    createHmac('sha256', secret).update(body).digest('base64url').slice(0, 16)
  return {
    write(place) {
      const body = Buffer.from(JSON.stringify({ ...place, expires: Date.now() + seconds * 1000 })).toString(
        'base64url',
      )
      return `${body}.${signatureOf(body)}`
    },
    read(cursor) {
      const [body = '', signature = ''] = cursor.split('.')
      if (signature !== signatureOf(body)) return null
      const place = placeSchema.parse(JSON.parse(Buffer.from(body, 'base64url').toString()))
      return place.expires > Date.now() ? place : null
    },
    expireAll() {
      secret = randomBytes(32)
    },
  }
}
