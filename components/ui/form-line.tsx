import { type ReactNode, useId } from 'react'

type FormLineProps = {
  label: string
  /** What is asked for, under the field. */
  hint?: string | undefined
  /** Draws the field, which takes these attributes. */
  children: (names: { id: string; 'aria-describedby': string | undefined }) => ReactNode
}

/** One entry of a form: a label, its field, and what is asked for. */
export function FormLine({ label, hint, children }: FormLineProps) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-medium">
        {label}
      </label>
      {children({ id, 'aria-describedby': hint ? `${id}-hint` : undefined })}
      {hint ? (
        <p id={`${id}-hint`} className="mt-1 text-sm text-soft">
          {hint}
        </p>
      ) : null}
    </div>
  )
}
