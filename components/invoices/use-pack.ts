import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { saveFile } from '#lib/api/download.ts'
import { fetchJson } from '#lib/api/fetch-json.ts'
import { downloadPart, PartFile } from '#lib/invoices/pack-download.ts'
import { openPacksQuery, packAddresses } from '#lib/invoices/pack-queries.ts'
import type { PdfPack } from '#lib/invoices/pdf-pack-schema.ts'

const REPORT_EVERY_MS = 100

/** `files` and `invoices` count those of the parts that this run downloads. */
type Progress = { pack: PdfPack; part: number; files: number; invoices: number; bytes: number }
export type PackState =
  | { step: 'idle' | 'starting' }
  | ({ step: 'running' } & Progress)
  /** `progress` is null if the pack could not be created. */
  | { step: 'stopped'; error: unknown; progress: Progress | null }
  | { step: 'done'; pack: PdfPack; files: number; invoices: number; zips: number }

/** What a run still has to download, and what it has. */
type Run = {
  pack: PdfPack
  parts: readonly number[]
  file: PartFile
  files: number
  invoices: number
  zips: number
}

/**
 * Downloads packs of PDFs, one part after the other. What has come stays until the screen is left, so that a download
 * that stopped goes on. Leaving the screen or cancelling aborts the request.
 */
export function usePack() {
  const [state, setState] = useState<PackState>({ step: 'idle' })
  const client = useQueryClient()
  const aborting = useRef<AbortController | null>(null)
  const stopped = useRef<Run | null>(null)
  useEffect(() => () => aborting.current?.abort(), [])

  /** Runs one thing at a time; `act` returns what is to be downloaded. */
  const run = async (act: (signal: AbortSignal) => Promise<Run>) => {
    aborting.current?.abort()
    const controller = new AbortController()
    aborting.current = controller
    const { signal } = controller
    setState({ step: 'starting' })
    let current: Run | null = null
    try {
      current = await act(signal)
      stopped.current = current
      await downloadParts(current, signal, setState)
      const pack = await fetchJson<PdfPack>(packAddresses.pack(current.pack.id), { signal })
      const { files, invoices, zips } = current
      setState({ step: 'done', pack, files, invoices, zips })
    } catch (error) {
      if (aborting.current !== controller) return
      if (signal.aborted) return setState({ step: 'idle' })
      setState({ step: 'stopped', error, progress: current && progressOf(current) })
    } finally {
      void client.invalidateQueries({ queryKey: openPacksQuery.queryKey })
    }
  }

  return {
    state,
    create: (body: unknown) =>
      void run(async (signal) =>
        newRun(await fetchJson<PdfPack>(packAddresses.packs, { method: 'POST', body, signal })),
      ),
    /** Downloads the parts of a pack that were not sent to their end. */
    resume: (id: string) =>
      void run(async (signal) => newRun(await fetchJson<PdfPack>(packAddresses.pack(id), { signal }))),
    /** Tries the missing files of a pack again. */
    retry: (id: string) =>
      void run(async (signal) =>
        newRun(await fetchJson<PdfPack>(packAddresses.retry(id), { method: 'POST', signal })),
      ),
    /** Goes on with the run that stopped. */
    goOn: () => {
      const before = stopped.current
      if (before) void run(async () => before)
    },
    cancel: () => aborting.current?.abort(),
    reset: () => {
      aborting.current?.abort()
      stopped.current = null
      setState({ step: 'idle' })
    },
  }
}

function newRun(pack: PdfPack): Run {
  const open = pack.parts.filter(({ isSent }) => !isSent)
  return { pack, parts: open.map(({ part }) => part), file: new PartFile(), files: 0, invoices: 0, zips: 0 }
}

async function downloadParts(
  run: Run,
  signal: AbortSignal,
  report: (state: PackState) => void,
): Promise<void> {
  for (;;) {
    const [part] = run.parts
    if (part === undefined) return
    let reportedAt = 0
    const onProgress = () => {
      if (performance.now() - reportedAt < REPORT_EVERY_MS) return
      reportedAt = performance.now()
      report({ step: 'running', ...progressOf(run) })
    }
    onProgress()
    const path = packAddresses.part(run.pack.id, part)
    const { fileName, files, invoices } = await downloadPart(path, run.file, { signal, onProgress })
    saveFile(run.file.toBlob(), fileName ?? 'invoice-pdfs.zip')
    run.files += files
    run.invoices += invoices
    run.zips += 1
    run.parts = run.parts.slice(1)
    run.file = new PartFile()
  }
}

function progressOf({ pack, parts, file, files, invoices }: Run): Progress {
  const [part = 1] = parts
  const left = pack.parts.filter((one) => parts.includes(one.part)).reduce((sum, one) => sum + one.files, 0)
  return { pack, part, files: files + file.files, invoices: invoices + left, bytes: file.bytes }
}
