import type { FormEvent, ReactNode } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Field, FormLine } from '#components/ui/field.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { formValues } from '#lib/form-values.ts'

/** The longest name of a season; it stands on a button. */
const MAX_NAME = 30

export type SeasonValues = { name: string; firstMonth: number; lastMonth: number }

type SeasonFormProps = {
  initial: SeasonValues
  submitLabel: string
  isPending: boolean
  onSubmit: (values: SeasonValues) => void
  /** Further buttons beside the submit button. */
  children?: ReactNode
}

/** A form for the name and the months of a season. */
export function SeasonForm({ initial, submitLabel, isPending, onSubmit, children }: SeasonFormProps) {
  const t = useWords('admin')
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { season = '', first, last } = formValues(event.currentTarget)
    onSubmit({ name: season, firstMonth: Number(first), lastMonth: Number(last) })
  }
  return (
    <form onSubmit={submit} autoComplete="off" className="py-3">
      <Field
        label={t('season.name')}
        hint={t('season.name-hint')}
        name="season"
        maxLength={MAX_NAME}
        defaultValue={initial.name}
      />
      <div className="mt-3 grid grid-cols-2 gap-3">
        <MonthField label={t('season.first')} name="first" month={initial.firstMonth} />
        <MonthField label={t('season.last')} name="last" month={initial.lastMonth} />
      </div>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button type="submit" size="sm" disabled={isPending}>
          {submitLabel}
        </Button>
        {children}
      </div>
    </form>
  )
}

type MonthFieldProps = { label: string; name: string; month: number }

function MonthField({ label, name, month }: MonthFieldProps) {
  const { rules } = useFormat()
  return (
    <FormLine label={label}>
      {(names) => (
        <select name={name} defaultValue={month} {...names} className="field h-9 w-full">
          {rules.longMonths.map((long, at) => (
            <option key={long} value={at + 1}>
              {long}
            </option>
          ))}
        </select>
      )}
    </FormLine>
  )
}
