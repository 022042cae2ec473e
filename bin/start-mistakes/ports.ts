import { once } from 'node:events'
import net from 'node:net'
import type { Mistake } from './mistake.ts'

/** Addresses that the web server cannot listen on. */
export const PORT_MISTAKES: readonly Mistake[] = [
  {
    name: 'a port that another program uses',
    given: async ({ after }) => {
      const server = net.createServer().listen(0, '127.0.0.1')
      await once(server, 'listening')
      after(() => server.close())
      const address = server.address()
      const port = address && typeof address === 'object' ? address.port : 0
      return { ROLE: 'web', PORT: String(port), NEXT_PORT: String(port + 1) }
    },
    says: 'Port <PORT> is in use by another program. Stop that program, or use another port: PORT=<NEXT_PORT> npm start',
  },
  {
    name: 'an address that this machine does not have',
    given: { ROLE: 'web', LISTEN_HOST: '192.0.2.1', APP_URL: 'https://furrow.example.com' },
    says: 'LISTEN_HOST is 192.0.2.1, which is not an address of this machine. Use one of its addresses, 0.0.0.0 for all of them, or 127.0.0.1 for this machine only.',
  },
  {
    name: 'a host name to listen on that cannot be resolved',
    given: { ROLE: 'web', LISTEN_HOST: 'no-such-host.invalid', APP_URL: 'https://furrow.example.com' },
    says: 'LISTEN_HOST is no-such-host.invalid, which cannot be found. Use an address of this machine, 0.0.0.0 for all of them, or 127.0.0.1 for this machine only.',
  },
]
