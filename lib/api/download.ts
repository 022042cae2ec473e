import { NetworkError, readApiError, send } from './fetch-json.ts'

/** `items` counts lines. */
export type DownloadProgress = { receivedBytes: number; totalBytes: number | null; items: number }

const LINE_FEED = 10
const REPORT_EVERY_MS = 100

/**
 * Downloads a whole file from our own API and reports progress at most every 100 ms.
 * @returns the bytes, and the server's name for the file or null.
 * @throws {ApiError} for a response outside 2xx.
 * @throws {NetworkError} when nothing answers or the transfer breaks off; a partial file is never returned.
 */
export async function download(
  path: string,
  onProgress: (progress: DownloadProgress) => void,
  signal: AbortSignal,
): Promise<{ blob: Blob; fileName: string | null }> {
  const response = await send(path, { signal })
  if (!response.ok) throw await readApiError(response)
  const length = response.headers.get('content-length')
  const progress: DownloadProgress = {
    receivedBytes: 0,
    totalBytes: length === null ? null : Number(length),
    items: 0,
  }
  const chunks: BlobPart[] = []
  let reportedAt = 0
  for await (const chunk of readChunks(response, signal)) {
    chunks.push(chunk)
    progress.receivedBytes += chunk.byteLength
    progress.items += countLines(chunk)
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

/**
 * Reads the body of a response.
 * @throws {NetworkError} when the transfer breaks off
 */
export async function* readChunks(
  response: Response,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader()
  if (!reader) return
  const read = () =>
    reader.read().catch((cause: unknown) => {
      if (signal.aborted) throw cause
      throw new NetworkError('broken_off', { cause })
    })
  for (let next = await read(); !next.done; next = await read()) yield next.value
}

function countLines(chunk: Uint8Array): number {
  let lines = 0
  for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, at + 1)) lines += 1
  return lines
}

/** Reads the file name from a Content-Disposition header. The extended form (`filename*`) wins. */
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

/** Saves a file to the browser's downloads. */
export function saveFile(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
