import { request } from 'undici'

/**
 * Base URL of a server, and the host that clients use for it; several servers behind a load balancer share
 * one host.
 */
export type Place = { url: string; host: string }

/** A client with its credentials: a session cookie, a key or none. */
export type Caller = { name: string; headers: Record<string, string> }

export const NOBODY: Caller = { name: 'nobody', headers: {} }

export type Answer = { status: number; headers: Record<string, string | string[] | undefined>; text: string }

type Asked = { method?: 'GET' | 'POST'; body?: unknown; headers?: Record<string, string> }

/** Header in which the load balancer in front of Furrow passes the client's address. */
export const ADDRESS_HEADER = 'x-real-ip'

/** Requests one path from a server without following redirects. */
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

/** Requests JSON; throws an error with the response if the status is 300 or above. */
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

/** Posts `body` (or nothing) and parses the JSON response. Throws as `askJson` does. */
export function post<Value>(place: Place, caller: Caller, path: string, body?: unknown): Promise<Value> {
  return askJson(place, caller, path, { method: 'POST', body })
}

/** Builds the Cookie header from a response's Set-Cookie headers. */
export function cookiesOf({ headers }: Pick<Answer, 'headers'>): string {
  const set = headers['set-cookie'] ?? []
  return (Array.isArray(set) ? set : [set]).map((cookie) => cookie.split(';')[0]).join('; ')
}
