import type { ReactNode } from 'react'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { PageLink } from '#components/ui/page-link.tsx'
import { useWords } from '#components/ui/words.tsx'
import { paths } from '#lib/paths.ts'
import { FormProblem } from './password-form.tsx'
import type { useForm } from './use-form.ts'

type PublicNoteProps = { title: string; children: ReactNode; action?: ReactNode }

/** A page for people who are not signed in: its title, what it says, and the next step. */
export function PublicNote({ title, children, action = <SignInLink /> }: PublicNoteProps) {
  return (
    <>
      <h1 className="mb-1 font-semibold text-xl tracking-tight">{title}</h1>
      <div className="mb-5 space-y-3 text-pretty text-soft">{children}</div>
      {action}
    </>
  )
}

/** A link to the sign-in page that looks like a button. */
export function SignInLink({ label, isPrimary = false }: { label?: string; isPrimary?: boolean }) {
  const t = useWords('people')
  return (
    <PageLink href={paths.signIn} className={buttonClass(isPrimary ? 'primary' : 'outline')}>
      {label ?? t('sign-in.title')}
    </PageLink>
  )
}

type PublicFormProps = {
  title: string
  intro: ReactNode
  form: ReturnType<typeof useForm>
  submitLabel: string
  /** Label of the button while the request runs. */
  busyLabel: string
  /** The fields. */
  children: ReactNode
}

/** A form for people who are not signed in. */
export function PublicForm({ title, intro, form, submitLabel, busyLabel, children }: PublicFormProps) {
  return (
    <>
      <h1 className="mb-1 font-semibold text-xl tracking-tight">{title}</h1>
      <p className="mb-5 text-pretty text-soft">{intro}</p>
      <FormProblem fault={form.fault} />
      <form onSubmit={form.submit} className="flex flex-col gap-3.5">
        {children}
        <Button type="submit" variant="primary" className="mt-1 h-9" disabled={form.isBusy}>
          {form.isBusy ? busyLabel : submitLabel}
        </Button>
      </form>
    </>
  )
}

/** Draws the e-mail address in a sentence. */
export function drawAddress(inside: ReactNode) {
  return (
    <span key="address" className="break-words font-medium text-ink">
      {inside}
    </span>
  )
}
