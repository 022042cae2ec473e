'use client'

import './globals.css'
import { ErrorState } from '#components/ui/error-state.tsx'

/** Stands in for everything when even the frame around the pages could not be made. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body className="font-sans">
        <title>Furrow could not be shown</title>
        <main className="grid min-h-dvh place-items-center">
          <ErrorState what="Furrow could not be shown" error={error} onRetry={retry} />
        </main>
      </body>
    </html>
  )
}
