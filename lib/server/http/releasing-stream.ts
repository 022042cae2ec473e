import 'server-only'

/** A reader that takes nothing for this long is cut off. */
const STALLED_MS = 60_000

/**
 * Streams chunks as a response body, produced only as fast as they are read.
 * @param release is called once: after the last chunk, on an error, when the reader leaves, or after a minute
 * without a read. It must let `chunks` end.
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
