import { readChunks, readFileName } from '#lib/api/download.ts'
import { ApiError, NetworkError, readApiError, send } from '#lib/api/fetch-json.ts'
import { trackZip, type ZipHeld, zipComment } from '#lib/api/zip-parts.ts'

/** Bytes that are kept in this page's memory; the browser may put those of a Blob on the disk. */
const RECENT_BYTES = 8 * 1024 * 1024
/** Failures in a row without a further byte, after which a download stops. */
const MAX_FAILURES = 3
const FIRST_WAIT_MS = 1_000

/** What has come of a part's ZIP, so that a download that broke off goes on behind the last whole file. */
export class PartFile {
  #kept = new Blob()
  #recent: Uint8Array<ArrayBuffer>[] = []
  #recentBytes = 0
  #tracker = trackZip()
  /** The ETag of the download, without its quotes; null before it began. */
  revision: string | null = null

  get bytes(): number {
    return this.#kept.size + this.#recentBytes
  }

  /** How many files have come whole. */
  get files(): number {
    return this.#tracker.held().files
  }

  add(chunk: Uint8Array<ArrayBuffer>): void {
    this.#tracker.count(chunk)
    this.#recent.push(chunk)
    this.#recentBytes += chunk.byteLength
    if (this.#recentBytes >= RECENT_BYTES) this.#settle()
  }

  /** Drops what follows the last whole file. @returns where the download goes on; null if from its start */
  cut(): (ZipHeld & { revision: string }) | null {
    this.#settle()
    const held = this.#tracker.held()
    if (this.revision === null || held.files === 0) {
      this.clear()
      return null
    }
    this.#kept = this.#kept.slice(0, held.bytes)
    this.#tracker = trackZip(held)
    return { ...held, revision: this.revision }
  }

  clear(): void {
    this.#kept = new Blob()
    this.#recent = []
    this.#recentBytes = 0
    this.#tracker = trackZip()
    this.revision = null
  }

  toBlob(): Blob {
    this.#settle()
    return this.#kept.slice(0, this.#kept.size, 'application/zip')
  }

  #settle(): void {
    this.#kept = new Blob([this.#kept, ...this.#recent])
    this.#recent = []
    this.#recentBytes = 0
  }
}

type PartResult = { fileName: string | null; files: number; invoices: number }

/**
 * Downloads a part of a pack into `file`, from where `file` ends. A connection that breaks off is taken up again, at
 * most three times in a row without a further byte.
 * @returns the server's name for the file, and the counts of the whole ZIP
 * @throws {ApiError} for a refusal; {NetworkError} if nothing answers any more. `file` keeps what has come.
 */
export async function downloadPart(
  path: string,
  file: PartFile,
  { signal, onProgress }: { signal: AbortSignal; onProgress: () => void },
): Promise<PartResult> {
  for (let failures = 0; ; ) {
    const before = file.bytes
    try {
      return await attempt(path, file, signal, onProgress)
    } catch (error) {
      signal.throwIfAborted()
      failures = file.bytes > before ? 1 : failures + 1
      if (failures > MAX_FAILURES || !isPassing(error)) throw error
      if (isChanged(error)) file.clear()
      await pause(FIRST_WAIT_MS * 2 ** (failures - 1), signal)
    }
  }
}

async function attempt(
  path: string,
  file: PartFile,
  signal: AbortSignal,
  onProgress: () => void,
): Promise<PartResult> {
  const continued = file.cut()
  const response = await send(path, { signal, method: 'POST', body: continued ? { continued } : {} })
  if (!response.ok) throw await readApiError(response)
  file.revision = response.headers.get('etag')?.replaceAll('"', '') ?? null
  for await (const chunk of readChunks(response, signal)) {
    file.add(chunk)
    onProgress()
  }
  // The comment is the last of a ZIP. Without it the part has been cut off unnoticed.
  const counts = /^(\d+) of (\d+) files$/.exec((await zipComment(file.toBlob())) ?? '')
  if (!counts) throw new NetworkError('broken_off', { cause: counts })
  const fileName = readFileName(response.headers.get('content-disposition'))
  return { fileName, files: Number(counts[1]), invoices: Number(counts[2]) }
}

/** True for a fault that a further attempt may get over. */
function isPassing(error: unknown): boolean {
  if (error instanceof NetworkError) return true
  // The server has not noticed yet that the connection broke off.
  return isChanged(error) || (error instanceof ApiError && error.problem.code === 'one_at_a_time')
}

function isChanged(error: unknown): boolean {
  return error instanceof ApiError && error.problem.code === 'pack_changed'
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        reject(signal.reason)
      },
      { once: true },
    )
  })
}
