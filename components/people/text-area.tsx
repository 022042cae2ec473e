import { type ComponentProps, useId } from 'react'

type TextAreaProps = Omit<ComponentProps<'textarea'>, 'id' | 'className'> & { label: string; hint?: string }

/** Several lines of a form: a label, its field, and what is asked for. */
export function TextArea({ label, hint, ...area }: TextAreaProps) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-medium">
        {label}
      </label>
      <textarea
        required
        {...area}
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="block w-full resize-y rounded-md border border-edge bg-panel px-2.5 py-1.5 placeholder:text-faint"
      />
      {hint ? (
        <p id={`${id}-hint`} className="mt-1 text-sm text-soft">
          {hint}
        </p>
      ) : null}
    </div>
  )
}
