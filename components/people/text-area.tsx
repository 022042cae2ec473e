import type { ComponentProps } from 'react'
import { FormLine } from '#components/ui/form-line.tsx'

type TextAreaProps = Omit<ComponentProps<'textarea'>, 'id' | 'className'> & { label: string; hint?: string }

/** A required multi-line form field. */
export function TextArea({ label, hint, ...area }: TextAreaProps) {
  return (
    <FormLine label={label} hint={hint}>
      {(names) => (
        <textarea
          required
          {...area}
          {...names}
          className="block w-full resize-y rounded-md border border-edge bg-panel px-2.5 py-1.5 placeholder:text-faint"
        />
      )}
    </FormLine>
  )
}
