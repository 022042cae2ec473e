'use client'

type GlobalErrorProps = { error: Error & { digest?: string }; retry: () => void }

/** Stands in for everything when even the frame around the pages could not be made: plain, for every page carries it. */
export default function GlobalError({ error, retry }: GlobalErrorProps) {
  return (
    <html lang="en">
      <body>
        <title>Furrow could not be shown</title>
        <main role="alert">
          <h1>Furrow could not be shown</h1>
          <p>
            Something went wrong. Request <code>{error.digest}</code>
          </p>
          <button type="button" onClick={retry}>
            Try again
          </button>
        </main>
      </body>
    </html>
  )
}
