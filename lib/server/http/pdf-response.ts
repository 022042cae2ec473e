import 'server-only'
import type { PdfStream } from '#lib/server/upstream/contract.ts'
import { plainFileName } from './file-name.ts'

export type PdfDisposition = 'attachment' | 'inline'

/** Streams a PDF with Furrow's own headers only: none of the upstream's headers reaches the browser. */
export function pdfResponse(pdf: PdfStream, number: string, disposition: PdfDisposition): Response {
  const headers = new Headers({
    'content-type': 'application/pdf',
    'content-disposition': contentDisposition(disposition, number),
    'cache-control': 'private, no-store',
    // Whatever type the browser takes the bytes for, they may load and run nothing. Our pages display a copy
    // of the bytes (a blob), because a browser renders no PDF inside a sandbox.
    'content-security-policy':
      "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  })
  if (pdf.lengthBytes !== null) headers.set('content-length', String(pdf.lengthBytes))
  return new Response(pdf.body, { headers })
}

/**
 * Returns a header with an invoice's number as file name: plain ASCII for old clients, and percent-encoded
 * UTF-8 (RFC 6266, 5987).
 */
export function contentDisposition(disposition: PdfDisposition, number: string): string {
  const name = plainFileName(number)
  const plain = name.replace(/[^A-Za-z0-9._ -]/g, '_')
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${disposition}; filename="${plain}.pdf"; filename*=UTF-8''${encoded}.pdf`
}
