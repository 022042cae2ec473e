'use client'

import type { ComponentProps } from 'react'
import { Field } from '#components/ui/field.tsx'

type LineFieldProps = Pick<
  ComponentProps<typeof Field>,
  'label' | 'hint' | 'type' | 'maxLength' | 'min' | 'max' | 'form' | 'placeholder'
> & {
  value: string
  onChange: (value: string) => void
}

/** A required single-line form field; the parent holds its value. */
export function LineField({ onChange, ...field }: LineFieldProps) {
  return <Field {...field} autoComplete="off" onChange={(event) => onChange(event.target.value)} />
}
