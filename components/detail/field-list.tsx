import type { ReactNode } from 'react'

/** The fields of a row, as a definition list. */
export function FieldList({ children }: { children: ReactNode }) {
  return <dl className="my-4 grid grid-cols-[132px_minmax(0,1fr)] gap-x-3 gap-y-2">{children}</dl>
}

type FieldProps = { label: string; hint?: string; children: ReactNode }

/** One field; `hint` is small text below the value. */
export function Field({ label, hint, children }: FieldProps) {
  return (
    <>
      <dt className="text-soft">{label}</dt>
      <dd className="min-w-0 break-words">
        {children}
        {hint ? <span className="block text-faint text-sm">{hint}</span> : null}
      </dd>
    </>
  )
}
