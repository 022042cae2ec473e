'use client'

import './globals.css'
import { pageRequestId } from '#lib/api/page-request.ts'

type GlobalErrorProps = { error: Error & { digest?: string }; retry: () => void }

/** Replaces everything when even the root layout failed. Kept small, because every page includes its code. */
export default function GlobalError({ error, retry }: GlobalErrorProps) {
  return (
    <html lang="en">
      <body className="font-sans">
        <title>Furrow couldn’t be shown</title>
        <main role="alert" className="flex flex-col items-center gap-1 px-4 py-16 text-center">
          <h1 className="font-medium">Furrow couldn’t be shown</h1>
          <p className="text-soft">Something went wrong. Try again, or send an admin the request ID.</p>
          <p className="text-faint text-xs">
            Request <code className="select-all">{pageRequestId() ?? error.digest}</code>
          </p>
          <button
            type="button"
            onClick={retry}
            className="mt-3 h-8 rounded-md border border-edge bg-panel px-3"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  )
}
