'use client'

import { type ComponentProps, useId } from 'react'

type LineFieldProps = Pick<
  ComponentProps<'input'>,
  'type' | 'maxLength' | 'min' | 'max' | 'form' | 'placeholder'
> & {
  label: string
  hint?: string
  value: string
  onChange: (value: string) => void
}

/** One line of a form that must be filled in. */
export function LineField({ label, hint, onChange, ...input }: LineFieldProps) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-medium">
        {label}
      </label>
      <input
        required
        {...input}
        id={id}
        autoComplete="off"
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.target.value)}
        className="field h-9 w-full"
      />
      {hint ? (
        <p id={`${id}-hint`} className="mt-1 text-sm text-soft">
          {hint}
        </p>
      ) : null}
    </div>
  )
}
