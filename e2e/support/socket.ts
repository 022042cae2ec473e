import http, { type IncomingHttpHeaders } from 'node:http'
import { addresses } from './addresses.ts'

export type SocketAnswer = { status: number; headers: IncomingHttpHeaders; bytes: Buffer }

/**
 * Requests a path from this run's server and returns the raw body as received, still compressed if it was.
 */
export function askSocket(path: string, headers: Readonly<Record<string, string>>): Promise<SocketAnswer> {
  return new Promise((resolve, reject) => {
    const request = http.get(`${addresses().appUrl}${path}`, { headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          bytes: Buffer.concat(parts),
        }),
      )
    })
    request.on('error', reject)
  })
}

/**
 * Requests a path from this run's server and disconnects at the first bytes of the body.
 * @returns the headers of the response
 */
export function hangUpAtFirstBytes(
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<IncomingHttpHeaders> {
  return new Promise((resolve, reject) => {
    const request = http.get(`${addresses().appUrl}${path}`, { headers }, (response) => {
      response.once('data', () => {
        request.destroy()
        resolve(response.headers)
      })
    })
    request.on('error', reject)
  })
}
