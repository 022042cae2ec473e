import 'server-only'
import { createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'

/** A place in the list: the key of the row it lies beside, and on which side of it the page is. */
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

/** Opaque cursors that last `seconds` of real time and end with the process. */
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
