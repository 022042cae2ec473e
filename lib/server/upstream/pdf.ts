import 'server-only'
import { isIP } from 'node:net'
import type { Source } from '#lib/sources.ts'
import { isLinkLocalAddress, isLoopbackHost, isPublicAddress } from './addresses.ts'
import type { ByteStream, HttpRequest, SourceHttp, Target } from './calls.ts'
import type { PdfStream } from './contract.ts'
import { failure } from './faults.ts'

const MAGIC = Buffer.from('%PDF-')
/** Servers label PDFs in many ways, and some refuse a request that does not accept their label. */
const ACCEPTED = 'application/pdf, */*;q=0.5'
/** PDF readers accept the `%PDF-` header within this many first bytes. */
const HEADER_BYTES = 1024
/** A body that begins with markup is an HTML or XML page, even if `%PDF-` occurs in its text. */
const MARKUP = /^[\ufeff\s]*</

/**
 * The rule for PDF addresses and their redirects: https (plain http for loopback), no user name, and the
 * API's own host or a host in `pdfHosts` (`host[:port]`). The key is sent only to the API's own origin.
 * Another host must not resolve to a private address, unless the API itself runs on this machine: then only
 * link-local addresses are refused.
 * @returns a function that gives the target, or null for a refused address
 */
export function pdfRule(baseUrl: string, pdfHosts: readonly string[]): (url: URL) => Target | null {
  const api = new URL(baseUrl)
  const hosts = new Set(pdfHosts.flatMap(normalHost))
  const isLocal = isLoopbackHost(api.hostname)
  return (url) => {
    const isLoopback = isLoopbackHost(url.hostname)
    if (url.username !== '' || url.password !== '') return null
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) return null
    if (url.origin === api.origin) return { isKeySent: true, addresses: 'any' }
    if (url.host !== api.host && !hosts.has(url.host)) return null
    const addresses = isLoopback ? 'any' : isLocal ? 'not-link-local' : 'public'
    return isAllowedLiteral(url, addresses) ? { isKeySent: false, addresses } : null
  }
}

function normalHost(entry: string): string[] {
  return URL.canParse(`https://${entry}`) ? [new URL(`https://${entry}`).host] : []
}

/** Checks an IP literal here, because a literal is never looked up; a name is checked when it resolves. */
function isAllowedLiteral(url: URL, addresses: Target['addresses']): boolean {
  const address = bareAddress(url)
  if (isIP(address) === 0 || addresses === 'any') return true
  return addresses === 'public' ? isPublicAddress(address) : !isLinkLocalAddress(address)
}

function bareAddress(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}

/**
 * Parses an untrusted PDF address.
 * @returns null unless the text is an absolute http(s) address without white space, backslashes or control
 * characters; an IP address must be in its usual form (not 127.1, 0x7f.1 or 2130706433)
 */
export function readPdfUrl(text: string): URL | null {
  if (!/^https?:\/\/[^/?#]/i.test(text) || /[\s\\\p{Cc}]/u.test(text) || !URL.canParse(text)) return null
  const url = new URL(text)
  url.hash = ''
  if (isIP(bareAddress(url)) === 0) return url
  const authority = /^https?:\/\/([^/?#]*)/i.exec(text)?.[1]?.toLowerCase()
  return authority === url.host || authority === `${url.hostname}:${defaultPort(url)}` ? url : null
}

function defaultPort(url: URL): string {
  return url.protocol === 'https:' ? '443' : '80'
}

/**
 * Opens a PDF and checks its header the way PDF readers do, then passes the bytes through unchanged. The
 * stream errors when the upstream breaks off or sends more than `maxBytes`; cancelling the stream releases
 * the connection.
 * @throws UpstreamError; `too_large` before any byte when the declared length is over `maxBytes`
 */
export function openPdf(
  source: Source,
  http: SourceHttp,
  request: HttpRequest,
  maxBytes: number,
): Promise<PdfStream> {
  const tooLarge = `sent a file larger than the limit of ${megabytes(maxBytes)} MB`
  return http.stream({ ...request, tooLarge, accept: ACCEPTED }, maxBytes, async (stream) => {
    const head = await readHead(stream.chunks)
    if (!hasHeader(head) || MARKUP.test(head.toString('utf8', 0, HEADER_BYTES))) {
      throw failure(source, 'malformed', 'sent something else than a PDF', { furtherAttempts: 1 })
    }
    return { body: readable(head, stream), lengthBytes: stream.lengthBytes }
  })
}

function megabytes(bytes: number): number {
  return Math.round((bytes / 1024 / 1024) * 10) / 10
}

function hasHeader(head: Buffer): boolean {
  return head.subarray(0, HEADER_BYTES).includes(MAGIC)
}

async function readHead(chunks: AsyncGenerator<Uint8Array>): Promise<Buffer> {
  let head = Buffer.alloc(0)
  while (head.length < HEADER_BYTES && !hasHeader(head)) {
    const { done, value } = await chunks.next()
    if (done) return head
    head = Buffer.concat([head, value])
  }
  return head
}

function readable(head: Uint8Array, { chunks, abort }: ByteStream): ReadableStream<Uint8Array> {
  let first: Uint8Array | null = head
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (first) {
          controller.enqueue(first)
          first = null
          return
        }
        const { done, value } = await chunks.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel: abort,
    },
    { highWaterMark: 0 },
  )
}
