import { useEffect, useRef, useState } from 'react'
import { type DownloadProgress, download, saveFile } from '#lib/api/download.ts'

export type DownloadState =
  | { step: 'idle' }
  | { step: 'running'; progress: DownloadProgress | null }
  | { step: 'done'; fileName: string; bytes: number }
  | { step: 'failed'; error: unknown }

/** Downloads a file with progress. Leaving the screen or cancelling aborts the request. */
export function useDownload() {
  const [state, setState] = useState<DownloadState>({ step: 'idle' })
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  const start = async (path: string, fallbackName: string) => {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    setState({ step: 'running', progress: null })
    try {
      const report = (progress: DownloadProgress) => setState({ step: 'running', progress })
      const { blob, fileName } = await download(path, report, controller.signal)
      saveFile(blob, fileName ?? fallbackName)
      setState({ step: 'done', fileName: fileName ?? fallbackName, bytes: blob.size })
    } catch (error) {
      setState(controller.signal.aborted ? { step: 'idle' } : { step: 'failed', error })
    }
  }
  return { state, start, cancel: () => running.current?.abort() }
}
