import type { ComponentProps } from 'react'
import { FormLine } from './form-line.tsx'

type FieldProps = Omit<ComponentProps<'input'>, 'id' | 'className'> & { label: string; hint?: string }

/** A required single-line form field. */
export function Field({ label, hint, ...input }: FieldProps) {
  return (
    <FormLine label={label} hint={hint}>
      {(names) => (
        <input required {...input} {...names} className="field h-9 w-full placeholder:text-faint" />
      )}
    </FormLine>
  )
}
