import { readApiError, send } from './fetch-json.ts'

export type DownloadProgress = { receivedBytes: number; totalBytes: number | null; lines: number }

const LINE_FEED = 10
const REPORT_EVERY_MS = 100

/**
 * Reads a file of our own API whole, telling how far it is. Out: the bytes, and the name the server gives the file.
 * Throws ApiError, NetworkError, or the reader's own error when the transfer breaks off: a part is never handed out.
 */
export async function download(
  path: string,
  onProgress: (progress: DownloadProgress) => void,
  signal: AbortSignal,
): Promise<{ blob: Blob; fileName: string | null }> {
  const response = await send(path, { signal })
  if (!response.ok) throw await readApiError(response)
  const length = response.headers.get('content-length')
  const progress = { receivedBytes: 0, totalBytes: length === null ? null : Number(length), lines: 0 }
  const chunks: BlobPart[] = []
  let reportedAt = 0
  for await (const chunk of readChunks(response)) {
    chunks.push(chunk)
    progress.receivedBytes += chunk.byteLength
    progress.lines += countLines(chunk)
    if (performance.now() - reportedAt < REPORT_EVERY_MS) continue
    reportedAt = performance.now()
    onProgress({ ...progress })
  }
  const type = response.headers.get('content-type') ?? 'application/octet-stream'
  return {
    blob: new Blob(chunks, { type }),
    fileName: readFileName(response.headers.get('content-disposition')),
  }
}

async function* readChunks(response: Response): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader()
  if (!reader) return
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
}

function countLines(chunk: Uint8Array): number {
  let lines = 0
  for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, at + 1)) lines += 1
  return lines
}

/** The file name of a Content-Disposition header; the extended form wins. */
export function readFileName(header: string | null): string | null {
  const extended = /filename\*=UTF-8''([^;]+)/i.exec(header ?? '')?.[1]
  if (extended) {
    try {
      return decodeURIComponent(extended)
    } catch {
      return null
    }
  }
  return /filename="?([^";]+)"?/i.exec(header ?? '')?.[1] ?? null
}

/** Hands a file to the reader's downloads. */
export function saveFile(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
