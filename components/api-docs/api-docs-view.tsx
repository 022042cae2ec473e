import type { ExampleValues } from '#lib/api-docs/curl.ts'
import { type ApiDocument, areasOf } from '#lib/api-docs/document.ts'
import type { Words } from '#lib/words/words.ts'
import { OperationBlock } from './operation-block.tsx'

type ApiDocsViewProps = { document: ApiDocument; values: ExampleValues; t: Words<'api-docs'> }

/** Documentation of Furrow's HTTP API, rendered from its OpenAPI document. Works without JavaScript. */
export function ApiDocsView({ document, values, t }: ApiDocsViewProps) {
  const areas = areasOf(document)
  return (
    <div className="mx-auto max-w-[1240px] px-4 pt-5 pb-16 md:px-8 md:pt-7">
      <h1 className="page-title">{t('title')}</h1>
      <p className="mt-1 max-w-[72ch] text-pretty text-soft">{document.info.description}</p>
      <section className="mt-6 max-w-[72ch] [&_p>code]:text-sm">
        <h2 className="section-title">{t('use.title')}</h2>
        <p className="mt-1 text-pretty text-soft">{t('use.key')}</p>
        <pre className="mt-2 overflow-x-auto rounded-md border border-line bg-panel px-3 py-2 text-sm">
          <code>read -rs FURROW_KEY &amp;&amp; export FURROW_KEY</code>
        </pre>
        <p className="mt-3 text-pretty text-soft">
          {t.rich('use.rules', {
            media: () => <code key="media">application/problem+json</code>,
            code: () => <code key="code">code</code>,
            detail: () => <code key="detail">detail</code>,
            request: () => <code key="request">requestId</code>,
            retry: () => <code key="retry">Retry-After</code>,
            link: () => (
              <a key="link" href="/api/openapi.json" className="text-accent underline">
                /api/openapi.json
              </a>
            ),
          })}
        </p>
      </section>
      <nav aria-label={t('areas')} className="mt-6 flex flex-wrap gap-x-5 gap-y-1">
        {areas.map((area) => (
          <a key={area.id} href={`#${area.id}`} className="text-accent underline">
            {t(`area.${area.id}`)}
          </a>
        ))}
      </nav>
      {areas.map((area) => (
        <section key={area.id} id={area.id} aria-label={t(`area.${area.id}`)} className="mt-8 scroll-mt-4">
          <h2 className="section-title">{t(`area.${area.id}`)}</h2>
          <p className="mb-2 text-pretty text-soft">{t(`about.${area.id}`)}</p>
          <div className="border-line border-t">
            {area.operations.map((operation) => (
              <OperationBlock key={operation.id} operation={operation} values={values} t={t} />
            ))}
          </div>
        </section>
      ))}
    </div>
  )
}
