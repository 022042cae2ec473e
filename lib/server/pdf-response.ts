import 'server-only'
import type { PdfStream } from './upstream/contract.ts'

export type PdfDisposition = 'attachment' | 'inline'

/** Streams a PDF with headers of our own alone: none of the upstream's reaches the browser. */
export function pdfResponse(pdf: PdfStream, number: string, disposition: PdfDisposition): Response {
  const headers = new Headers({
    'content-type': 'application/pdf',
    'content-disposition': contentDisposition(disposition, number),
    'cache-control': 'private, no-store',
    // A browser draws no PDF inside a sandbox, so the preview is held to our own pages instead.
    'content-security-policy': disposition === 'inline' ? "frame-ancestors 'self'" : 'sandbox',
  })
  if (pdf.lengthBytes !== null) headers.set('content-length', String(pdf.lengthBytes))
  return new Response(pdf.body, { headers })
}

/** A file name made from an invoice's number: plain for old clients, percent-encoded UTF-8 beside it (RFC 6266, 5987). */
export function contentDisposition(disposition: PdfDisposition, number: string): string {
  const safe = number.toWellFormed().replace(/[\p{Cc}\p{Cf}"*/:<>?\\|]/gu, '_')
  const name = [...safe].slice(0, 80).join('').replace(/^\.+/, '_')
  const plain = name.replace(/[^A-Za-z0-9._ -]/g, '_')
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${disposition}; filename="${plain}.pdf"; filename*=UTF-8''${encoded}.pdf`
}
