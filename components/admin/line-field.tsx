'use client'

import type { ComponentProps } from 'react'
import { FormLine } from '#components/ui/form-line.tsx'

type LineFieldProps = Pick<
  ComponentProps<'input'>,
  'type' | 'maxLength' | 'min' | 'max' | 'form' | 'placeholder'
> & {
  label: string
  hint?: string
  value: string
  onChange: (value: string) => void
}

/** One line of a form that must be filled in; its value stands with whoever shows it. */
export function LineField({ label, hint, onChange, ...input }: LineFieldProps) {
  return (
    <FormLine label={label} hint={hint}>
      {(names) => (
        <input
          required
          {...input}
          {...names}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
          className="field h-9 w-full"
        />
      )}
    </FormLine>
  )
}
