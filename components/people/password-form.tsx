import { Field } from '#components/ui/field.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { useWords } from '#components/ui/words.tsx'

/** Why a form was refused and what to do; announced when it appears. */
export function FormProblem({ fault }: { fault: string | null }) {
  return (
    <div role="alert">
      {fault === null ? null : (
        <p className="mb-4 flex gap-2 rounded-md bg-bad-soft px-3 py-2 text-bad">
          <Icon name="alert" size={16} className="mt-0.5" />
          <span className="min-w-0 text-pretty">{fault}</span>
        </p>
      )}
    </div>
  )
}

type NewPasswordProps = { name: string; label?: string; autoFocus?: boolean }

/** The field of a new password, with its requirements. */
export function NewPasswordField({ name, label, autoFocus }: NewPasswordProps) {
  const tPassword = useWords('password')
  return (
    <Field
      label={label ?? tPassword('password')}
      name={name}
      type="password"
      autoComplete="new-password"
      hint={tPassword('password.hint')}
      autoFocus={autoFocus}
    />
  )
}
