import { useFormat } from '#components/ui/reader.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { richText, useWords } from '#components/ui/words.tsx'
import type { ExtraField } from '#lib/schema.ts'
import { Field } from './field-list.tsx'

/** Further fields as the source gives them. One line names the fields that the source left empty. */
export function ExtraFields({ fields }: { fields: readonly ExtraField[] }) {
  const format = useFormat()
  const t = useWords('detail')
  const tExtra = useWords('extra')
  const labelOf = ({ word, label }: ExtraField) => (word === null ? label : tExtra(`field.${word}`))
  const empty = fields.filter((field) => field.value === null)
  return (
    <>
      {fields.map((field) =>
        field.value === null ? null : (
          <Field key={field.name} label={labelOf(field)}>
            {field.instant === null ? <SourceText text={field.value} /> : format.instant(field.instant)}
          </Field>
        ),
      )}
      {empty.length > 0 ? (
        <div className="col-span-2 mt-1 text-faint text-sm">
          {richText(
            t.rich('empty', {
              fields: format.list(empty.map(labelOf)),
              label: (inside) => (
                <dt key="label" className="inline">
                  {inside}
                </dt>
              ),
              value: (inside) => (
                <dd key="value" className="inline">
                  {inside}
                </dd>
              ),
            }),
          )}
        </div>
      ) : null}
    </>
  )
}
