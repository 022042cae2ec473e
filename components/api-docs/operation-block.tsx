import { curlOf, type ExampleValues } from '#lib/api-docs/curl.ts'
import { type FieldLine, type Operation, typeText } from '#lib/api-docs/document.ts'
import type { Words } from '#lib/words/words.ts'

type OperationBlockProps = { operation: Operation; values: ExampleValues; t: Words<'api-docs'> }

/** One operation: required role, parameters, response, and a curl example. */
export function OperationBlock({ operation, values, t }: OperationBlockProps) {
  const curl = curlOf(operation, values)
  return (
    <details id={operation.id} className="group border-line border-b">
      <summary className="flex min-h-10 flex-wrap items-baseline gap-x-3 gap-y-0.5 py-2 hover:bg-hover">
        <span className="w-11 shrink-0 font-medium text-accent text-sm">{operation.method}</span>
        <code className="min-w-0 break-all font-medium text-sm">{operation.path}</code>
        <span className="min-w-0 flex-1 basis-72 text-pretty text-soft">{operation.summary}</span>
      </summary>
      <div className="pt-1 pb-5 md:ps-14">
        <p className="text-sm text-soft">{t(`access.${operation.access}`)}</p>
        {curl ? (
          <pre className="mt-3 overflow-x-auto whitespace-pre-wrap break-all rounded-md border border-line bg-panel px-3 py-2 text-sm">
            <code className="select-all">{curl}</code>
          </pre>
        ) : null}
        <Fields
          title={t('parameters')}
          t={t}
          fields={operation.parameters.map((one) => ({
            name: one.name,
            type: typeText(one.schema),
            isRequired: one.required,
            description: one.description,
          }))}
        />
        <Fields title={t('body')} t={t} fields={operation.body ?? []} />
        <Fields
          title={t('answer', {
            status: operation.answer.status,
            media: operation.answer.mediaTypes.join(' | '),
          }).trim()}
          t={t}
          fields={operation.answer.fields}
        />
        <h4 className="mt-4 font-medium">{t('problems')}</h4>
        <p className="mt-1 text-sm text-soft">
          {operation.problems.map(({ status, description }) => `${status} ${description}`).join(' · ')}
        </p>
      </div>
    </details>
  )
}

type FieldsProps = { title: string; fields: readonly FieldLine[]; t: Words<'api-docs'> }

function Fields({ title, fields, t }: FieldsProps) {
  if (fields.length === 0) return null
  return (
    <>
      <h4 className="mt-4 font-medium">{title}</h4>
      <dl className="mt-1 grid gap-x-4 gap-y-1 text-sm md:grid-cols-[max-content_minmax(0,1fr)]">
        {fields.map((field) => (
          <div key={field.name} className="contents">
            <dt>
              <code>{field.name}</code>
              {field.isRequired ? null : <span className="text-faint"> {t('optional')}</span>}
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
