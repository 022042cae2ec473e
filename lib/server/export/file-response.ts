import 'server-only'
import type { ExportReader } from './reader.ts'

/** An answer that is a file made as it is read; the reader it is made from is closed when it ends, fails or is cancelled. */
export function fileResponse(
  chunks: AsyncGenerator<Uint8Array>,
  reader: ExportReader,
  { name, mediaType }: { name: string; mediaType: string },
): Response {
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          const { done, value } = await chunks.next()
          if (!done) return controller.enqueue(value)
          await reader.close()
          controller.close()
        } catch (error) {
          await reader.close()
          throw error
        }
      },
      cancel: async () => {
        await reader.close()
        // What still waited for rows fails by that, and nobody is there to be told.
        await chunks.return(undefined).catch(() => {})
      },
    },
    { highWaterMark: 1 },
  )
  return new Response(body, {
    headers: {
      'content-type': mediaType,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'private, no-store',
    },
  })
}
