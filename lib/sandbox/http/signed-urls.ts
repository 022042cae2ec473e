import 'server-only'
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * Signs addresses as file stores do, so that they are valid without a credential: for `seconds` of real time
 * and at most until the process ends.
 */
export function createSignedUrls(seconds: number) {
  const secret = randomBytes(32)
  const signatureOf = (pathname: string, expires: string) =>
    createHmac('sha256', secret).update(`${pathname}\n${expires}`).digest('hex')
  return {
    sign(pathname: string): string {
      const expires = String(Math.floor(Date.now() / 1000 + seconds))
      return `${pathname}?expires=${expires}&signature=${signatureOf(pathname, expires)}`
    },
    /** `gone`: the signature is correct but has expired. */
    check(pathname: string, query: URLSearchParams): 'valid' | 'gone' | 'wrong' {
      const expires = query.get('expires') ?? ''
      const given = Buffer.from(query.get('signature') ?? '')
      const right = Buffer.from(signatureOf(pathname, expires))
      if (given.length !== right.length || !timingSafeEqual(given, right)) return 'wrong'
      return Number(expires) * 1000 > Date.now() ? 'valid' : 'gone'
    },
  }
}
