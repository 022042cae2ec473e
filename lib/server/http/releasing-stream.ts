import 'server-only'

/** A reader that takes nothing for so long is let go. */
const STALLED_MS = 60_000

/**
 * Chunks as the stream of an answer, made only as fast as they are read. `release` is called once, when the last chunk was
 * read, something failed, the reader left, or has taken nothing for a minute; it must let `chunks` come to an end.
 */
export function releasingStream(
  chunks: AsyncGenerator<Uint8Array>,
  release: () => Promise<void>,
): ReadableStream<Uint8Array> {
  let isOver = false
  let stalled: NodeJS.Timeout | undefined
  const end = async () => {
    clearTimeout(stalled)
    if (isOver) return
    isOver = true
    await release()
    await chunks.return(undefined)
  }
  const waitForReader = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    stalled = setTimeout(() => {
      controller.error(new Error('The reader of a download has stalled'))
      void end()
    }, STALLED_MS)
  }
  return new ReadableStream<Uint8Array>(
    {
      start: waitForReader,
      async pull(controller) {
        clearTimeout(stalled)
        try {
          const { done, value } = await chunks.next()
          if (isOver) return
          if (done) {
            await end()
            return controller.close()
          }
          controller.enqueue(value)
          waitForReader(controller)
        } catch (error) {
          await end()
          throw error
        }
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  )
}
