import { Skeleton } from '#components/ui/skeleton.tsx'
import type { Preview } from './use-preview.ts'

/** The frame that shows a PDF; empty until the user asks for the preview. */
export function PdfPreview({ preview, title }: { preview: Preview; title: string }) {
  switch (preview.step) {
    case 'loading':
      return (
        <div role="status" className="mt-3">
          <span className="sr-only">Loading the PDF</span>
          <Skeleton className="h-[420px] w-full rounded-md" />
        </div>
      )
    case 'unsupported':
      return (
        <p role="status" className="mt-2 text-soft text-sm">
          This browser cannot show PDFs inside a page. Download it instead.
        </p>
      )
    case 'shown':
      return (
        <iframe
          title={title}
          src={preview.url}
          className="mt-3 h-[480px] w-full rounded-md border border-line bg-bg"
        />
      )
    default:
      return null
  }
}
