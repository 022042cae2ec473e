import type { ComponentProps } from 'react'
import { FormLine } from '#components/ui/form-line.tsx'

type FieldProps = Omit<ComponentProps<'input'>, 'id' | 'className'> & { label: string; hint?: string }

/** One line of a form that must be filled in. */
export function Field({ label, hint, ...input }: FieldProps) {
  return (
    <FormLine label={label} hint={hint}>
      {(names) => (
        <input
          required
          {...input}
          {...names}
          className="h-9 w-full rounded-md border border-edge bg-panel px-2.5 placeholder:text-faint"
        />
      )}
    </FormLine>
  )
}
