import type { Metadata } from 'next'
import { ApiDocsView } from '#components/api-docs/api-docs-view.tsx'
import type { ApiDocument } from '#lib/api-docs/document.ts'
import { exampleValues } from '#lib/server/api/example-values.ts'
import { openApiDocument } from '#lib/server/api/openapi.ts'
import { currentViewer } from '#lib/server/auth/viewer.ts'
import { readForPage } from '#lib/server/http/page-fault.ts'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsIn(await readerLanguage(), 'api-docs')('title') }
}

export default async function ApiDocsPage() {
  const viewer = await currentViewer()
  const t = wordsIn(await readerLanguage(), 'api-docs')
  const values = await readForPage(exampleValues(viewer))
  return <ApiDocsView document={typed(openApiDocument())} values={values} t={t} />
}

/** lib/server/api/api-docs.test.ts checks the generated document against this shape. */
function typed(document: Record<string, unknown>): ApiDocument {
  return document as ApiDocument
}
