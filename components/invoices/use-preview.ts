'use client'

import { useEffect, useRef, useState } from 'react'
import { download } from '#lib/api/download.ts'

type PreviewState =
  | { step: 'idle' | 'loading' | 'unsupported' }
  | { step: 'shown'; url: string }
  | { step: 'failed'; error: unknown }
export type Preview = PreviewState & { show: () => void }

/**
 * Loads a PDF on demand for display in a frame. The hook loads the file instead of the frame, so that the
 * page can explain a refusal. A browser without a PDF viewer is detected before the download.
 */
export function usePreview(path: string): Preview {
  const [state, setState] = useState<PreviewState>({ step: 'idle' })
  const reading = useRef<AbortController | null>(null)
  useEffect(() => () => reading.current?.abort(), [])
  const url = state.step === 'shown' ? state.url : null
  useEffect(() => {
    if (url !== null) return () => URL.revokeObjectURL(url)
  }, [url])

  const show = async () => {
    if (!navigator.pdfViewerEnabled) return setState({ step: 'unsupported' })
    const controller = new AbortController()
    reading.current = controller
    setState({ step: 'loading' })
    try {
      const { blob } = await download(path, () => undefined, controller.signal)
      setState({ step: 'shown', url: URL.createObjectURL(blob) })
    } catch (error) {
      if (!controller.signal.aborted) setState({ step: 'failed', error })
    }
  }
  return { ...state, show: () => void show() }
}
