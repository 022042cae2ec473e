import { type ComponentProps, type ReactNode, useId } from 'react'

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

type FormLineProps = {
  label: string
  /** Explains the expected input, below the field. */
  hint?: string | undefined
  /** Renders the field with these attributes. */
  children: (names: { id: string; 'aria-describedby': string | undefined }) => ReactNode
}

/** One entry of a form: label, field and hint. */
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
