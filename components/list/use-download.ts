import { useEffect, useRef, useState } from 'react'
import { type DownloadProgress, type DownloadRequest, download, saveFile } from '#lib/api/download.ts'

export type DownloadState =
  | { step: 'idle' }
  | { step: 'running'; progress: DownloadProgress | null }
  | { step: 'done'; fileName: string; bytes: number; note: string | null }
  | { step: 'failed'; error: unknown }

/** Reads a note about the result from the downloaded file, and throws if the file is invalid. */
type ReadNote = (file: Blob) => Promise<string>

/** Downloads a file with progress. Leaving the screen or cancelling aborts the request. */
export function useDownload() {
  const [state, setState] = useState<DownloadState>({ step: 'idle' })
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  const start = async (request: DownloadRequest, fallbackName: string, readNote?: ReadNote) => {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    setState({ step: 'running', progress: null })
    try {
      const report = (progress: DownloadProgress) => setState({ step: 'running', progress })
      const { blob, fileName } = await download(request, report, controller.signal)
      const note = readNote ? await readNote(blob) : null
      saveFile(blob, fileName ?? fallbackName)
      setState({ step: 'done', fileName: fileName ?? fallbackName, bytes: blob.size, note })
    } catch (error) {
      setState(controller.signal.aborted ? { step: 'idle' } : { step: 'failed', error })
    }
  }
  return { state, start, cancel: () => running.current?.abort(), reset: () => setState({ step: 'idle' }) }
}
