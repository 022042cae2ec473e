import 'server-only'
import type { ExportReader } from './reader.ts'

/**
 * Returns a response whose file is produced as it is read. The reader is closed when the file ends, fails or
 * is cancelled.
 */
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
        // A pending read fails because the reader is closed, and no client is left to receive the error.
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
