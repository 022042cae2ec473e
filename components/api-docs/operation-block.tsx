import { curlOf, type ExampleValues } from '#lib/api-docs/curl.ts'
import { type FieldLine, type Operation, typeText } from '#lib/api-docs/document.ts'

const ACCESS: Record<Operation['access'], string> = {
  anyone: 'Anyone, without a key',
  financier: 'Every role; answers with what the role may see',
  operator: 'Operators and admins',
  admin: 'Admins who have signed in; no key opens it',
}

type OperationBlockProps = { operation: Operation; values: ExampleValues }

/** One operation: required role, parameters, response, and a curl example. */
export function OperationBlock({ operation, values }: OperationBlockProps) {
  const curl = curlOf(operation, values)
  return (
    <details id={operation.id} className="group border-line border-b">
      <summary className="flex min-h-10 flex-wrap items-baseline gap-x-3 gap-y-0.5 py-2 hover:bg-hover">
        <span className="w-11 shrink-0 font-medium text-accent text-sm">{operation.method}</span>
        <code className="min-w-0 break-all font-medium text-sm">{operation.path}</code>
        <span className="min-w-0 flex-1 basis-72 text-pretty text-soft">{operation.summary}</span>
      </summary>
      <div className="pt-1 pb-5 md:ps-14">
        <p className="text-sm text-soft">{ACCESS[operation.access]}.</p>
        {curl ? (
          <pre className="mt-3 overflow-x-auto whitespace-pre-wrap break-all rounded-md border border-line bg-panel px-3 py-2 text-sm">
            <code className="select-all">{curl}</code>
          </pre>
        ) : null}
        <Fields
          title="Parameters"
          fields={operation.parameters.map((one) => ({
            name: one.name,
            type: typeText(one.schema),
            isRequired: one.required,
            description: one.description,
          }))}
        />
        <Fields title="Body (JSON)" fields={operation.body ?? []} />
        <Fields
          title={['Answer', operation.answer.status, operation.answer.mediaTypes.join(' or ')].join(' ')}
          fields={operation.answer.fields}
        />
        <h4 className="mt-4 font-medium">Problems</h4>
        <p className="mt-1 text-sm text-soft">
          {operation.problems.map(({ status, description }) => `${status} ${description}`).join(' · ')}
        </p>
      </div>
    </details>
  )
}

function Fields({ title, fields }: { title: string; fields: readonly FieldLine[] }) {
  if (fields.length === 0) return null
  return (
    <>
      <h4 className="mt-4 font-medium">{title}</h4>
      <dl className="mt-1 grid gap-x-4 gap-y-1 text-sm md:grid-cols-[max-content_minmax(0,1fr)]">
        {fields.map((field) => (
          <div key={field.name} className="contents">
            <dt>
              <code>{field.name}</code>
              {field.isRequired ? null : <span className="text-faint"> optional</span>}
            </dt>
            <dd className="mb-1 min-w-0 break-words text-soft md:mb-0">
              <code className="text-ink">{field.type}</code>
              {field.description ? `: ${field.description}` : null}
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}
