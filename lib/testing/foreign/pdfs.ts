const HEADER = '%PDF-1.7\n'
const BODY = '1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n'

/** Files within the tolerance of PDF readers: the header may be anywhere in the first 1,024 bytes. */
export const SPELLED_PDFS: readonly { bytes: Buffer; contentType: string | null; isPdf: boolean }[] = [
  { bytes: Buffer.from(HEADER + BODY), contentType: 'application/pdf', isPdf: true },
  { bytes: Buffer.from(`\n${HEADER}${BODY}`), contentType: 'application/pdf', isPdf: true },
  { bytes: Buffer.from(`\ufeff${HEADER}${BODY}`), contentType: 'application/octet-stream', isPdf: true },
  { bytes: Buffer.from(`${'-'.repeat(1000)}\r\n${HEADER}${BODY}`), contentType: null, isPdf: true },
  {
    bytes: Buffer.from(`\r\n\r\n${HEADER}${BODY}`),
    contentType: 'application/pdf;charset=UTF-8',
    isPdf: true,
  },
  { bytes: Buffer.from(`${' '.repeat(1100)}${HEADER}${BODY}`), contentType: 'application/pdf', isPdf: false },
  { bytes: Buffer.from('<html>Sign in</html>'), contentType: 'application/pdf', isPdf: false },
]
