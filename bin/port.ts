import net from 'node:net'
import { ExplainedError } from '#lib/errors.ts'
import { commandWords } from '#lib/words/command-words.ts'

const ATTEMPTS = 6
const PAUSE_MS = 400

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
  const t = commandWords('start')
  if (code === 'EADDRINUSE')
    return t('port.taken', { port: String(port), next: String(port < 65_535 ? port + 1 : 3000) })
  if (code === 'EACCES') return t('port.no-right', { port: String(port) })
  if (code === 'EADDRNOTAVAIL') return t('port.no-address', { host })
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return t('port.not-found', { host })
  return t('port.other', { port: String(port), host, code })
}

function portFault(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = net.createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    probe.listen(port, host, () => probe.close(() => resolve(null)))
  })
}
