import { createServer } from 'node:http'

// An upstream in a separate process, whose memory and CPU time are not measured: every address is a PDF of
// 200 KB.

const BYTES = 200_000
const pdf = Buffer.alloc(BYTES, '.')
pdf.write('%PDF-1.7\n')

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  request.resume()
  response.writeHead(200, { 'content-type': 'application/pdf', 'content-length': BYTES }).end(pdf)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The upstream has no port')
  process.send?.(address.port)
})
process.once('disconnect', () => process.exit())
