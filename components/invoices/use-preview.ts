'use client'

import { useEffect, useRef, useState } from 'react'
import { download } from '#lib/api/download.ts'

type PreviewState =
  | { step: 'idle' | 'loading' | 'unsupported' }
  | { step: 'shown'; url: string }
  | { step: 'failed'; error: unknown }
export type Preview = PreviewState & { show: () => void }

/**
 * Reads a PDF when asked to and holds it for a frame. It is read here rather than by the frame so that a refusal can be
 * told in words; a browser without a PDF viewer is noticed before anything is read.
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
