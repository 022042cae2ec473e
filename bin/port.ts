import net from 'node:net'
import { ExplainedError } from '#lib/errors.ts'

const ATTEMPTS = 6
const PAUSE_MS = 400
const ELSEWHERE = '0.0.0.0 for all, or 127.0.0.1 for this machine alone.'

/**
 * Checks that the web server can listen on `host` and `port`. Retries a port in use for two seconds, because
 * the children of a killed Furrow need a moment to release the port.
 * @throws {ExplainedError} with the fix
 */
export async function requireFreePort(port: number, host: string): Promise<void> {
  let code = await portFault(port, host)
  for (let attempt = 1; code === 'EADDRINUSE' && attempt < ATTEMPTS; attempt += 1) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    code = await portFault(port, host)
  }
  if (code !== null) throw new ExplainedError(explainPort(code, port, host))
}

/** Explains in one line what to do when the system refuses to listen, by its error code. */
export function explainPort(code: string, port: number, host: string): string {
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken by another program. Stop that one, or start on another port: PORT=${port < 65_535 ? port + 1 : 3000} npm start`
  if (code === 'EACCES')
    return `Port ${port} needs more rights than this user has. Start on another one: PORT=3001 npm start`
  if (code === 'EADDRNOTAVAIL')
    return `LISTEN_HOST is ${host}, which is no address of this machine. Use one that it has, ${ELSEWHERE}`
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `LISTEN_HOST is ${host}, which cannot be found. Use an address of this machine, ${ELSEWHERE}`
  return `Furrow cannot listen on ${host}, port ${port}: the system says ${code}. Set PORT or LISTEN_HOST to others.`
}

function portFault(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = net.createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    probe.listen(port, host, () => probe.close(() => resolve(null)))
  })
}
