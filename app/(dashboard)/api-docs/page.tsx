import type { Metadata } from 'next'
import { ApiDocsView } from '#components/api-docs/api-docs-view.tsx'
import type { ApiDocument } from '#lib/api-docs/document.ts'
import { exampleValues } from '#lib/server/api/example-values.ts'
import { openApiDocument } from '#lib/server/api/openapi.ts'
import { currentViewer } from '#lib/server/auth/viewer.ts'
import { readForPage } from '#lib/server/http/page-fault.ts'

export const metadata: Metadata = { title: 'API documentation' }

export default async function ApiDocsPage() {
  const viewer = await currentViewer()
  return <ApiDocsView document={typed(openApiDocument())} values={await readForPage(exampleValues(viewer))} />
}

/** lib/server/api/api-docs.test.ts checks the generated document against this shape. */
function typed(document: Record<string, unknown>): ApiDocument {
  return document as ApiDocument
}
