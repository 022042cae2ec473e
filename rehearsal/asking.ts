import { request } from 'undici'

/** A server to ask, and the host by which people know it: behind a balancer several servers share one. */
export type Place = { url: string; host: string }

/** Somebody who asks: by a session's cookie, by a key, or by nothing. */
export type Caller = { name: string; headers: Record<string, string> }

export const NOBODY: Caller = { name: 'nobody', headers: {} }

export type Answer = { status: number; headers: Record<string, string | string[] | undefined>; text: string }

type Asked = { method?: 'GET' | 'POST'; body?: unknown; headers?: Record<string, string> }

/** The header in which the balancer before Furrow names the address that a request came from. */
export const ADDRESS_HEADER = 'x-real-ip'

/** Asks a server for one path. No redirect is followed. */
export async function ask(place: Place, caller: Caller, path: string, asked: Asked = {}): Promise<Answer> {
  const { method = 'GET', body, headers } = asked
  const response = await request(place.url + path, {
    method,
    headers: {
      host: place.host,
      origin: `http://${place.host}`,
      [ADDRESS_HEADER]: '203.0.113.7',
      'user-agent': `rehearsal (${caller.name})`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...caller.headers,
      ...headers,
    },
    body: body === undefined ? null : JSON.stringify(body),
  })
  return { status: response.statusCode, headers: response.headers, text: await response.body.text() }
}

/** Asks for JSON. Throws, with the answer, unless the status is one of success. */
export async function askJson<Value>(
  place: Place,
  caller: Caller,
  path: string,
  asked: Asked = {},
): Promise<Value> {
  const { status, text } = await ask(place, caller, path, asked)
  if (status >= 300) throw new Error(`${caller.name} ${asked.method ?? 'GET'} ${path}: ${status} ${text}`)
  return JSON.parse(text)
}

/** Posts a body, or nothing, and reads the JSON that comes back. Throws as `askJson` does. */
export function post<Value>(place: Place, caller: Caller, path: string, body?: unknown): Promise<Value> {
  return askJson(place, caller, path, { method: 'POST', body })
}

/** The Cookie header that an answer's Set-Cookie headers make. */
export function cookiesOf({ headers }: Pick<Answer, 'headers'>): string {
  const set = headers['set-cookie'] ?? []
  return (Array.isArray(set) ? set : [set]).map((cookie) => cookie.split(';')[0]).join('; ')
}
