import type { ExampleValues } from '#lib/api-docs/curl.ts'
import { type ApiDocument, areasOf } from '#lib/api-docs/document.ts'
import { OperationBlock } from './operation-block.tsx'

type ApiDocsViewProps = { document: ApiDocument; values: ExampleValues }

/** Documentation of Furrow's HTTP API, rendered from its OpenAPI document. Works without JavaScript. */
export function ApiDocsView({ document, values }: ApiDocsViewProps) {
  const areas = areasOf(document)
  return (
    <div className="mx-auto max-w-[1240px] px-4 pt-5 pb-16 md:px-8 md:pt-7">
      <h1 className="page-title">API documentation</h1>
      <p className="mt-1 max-w-[72ch] text-pretty text-soft">{document.info.description}</p>
      <section className="mt-6 max-w-[72ch] [&_p>code]:text-sm">
        <h2 className="section-title">Sending requests</h2>
        <p className="mt-1 text-pretty text-soft">
          A program sends the key of its integration as a bearer token; an admin makes one under Admin,
          Integrations. Put it in a variable once, then run any example as it stands:
        </p>
        <pre className="mt-2 overflow-x-auto rounded-md border border-line bg-panel px-3 py-2 text-sm">
          <code>read -rs FURROW_KEY &amp;&amp; export FURROW_KEY</code>
        </pre>
        <p className="mt-3 text-pretty text-soft">
          Parameters are strict: an unknown, repeated or malformed one is a 400 that names it. Every problem
          is <code>application/problem+json</code> with a stable <code>code</code>, words in{' '}
          <code>detail</code>, and the <code>requestId</code> under which it was logged. 401: no session, or a
          key that is unknown, expired or revoked; 403: the role may not; 429: wait as{' '}
          <code>Retry-After</code> says. The whole document is at{' '}
          <a href="/api/openapi.json" className="text-accent underline">
            /api/openapi.json
          </a>
          .
        </p>
      </section>
      <nav aria-label="Areas" className="mt-6 flex flex-wrap gap-x-5 gap-y-1">
        {areas.map((area) => (
          <a key={area.id} href={`#${area.id}`} className="text-accent underline">
            {area.title}
          </a>
        ))}
      </nav>
      {areas.map((area) => (
        <section key={area.id} id={area.id} aria-label={area.title} className="mt-8 scroll-mt-4">
          <h2 className="section-title">{area.title}</h2>
          <p className="mb-2 text-pretty text-soft">{area.text}</p>
          <div className="border-line border-t">
            {area.operations.map((operation) => (
              <OperationBlock key={operation.id} operation={operation} values={values} />
            ))}
          </div>
        </section>
      ))}
    </div>
  )
}
