'use client'

import { type FormEvent, type ReactNode, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import type { Role } from '#lib/people/roles.ts'
import { type Grant, GrantFields, grantBody, missingOf } from './grant-fields.tsx'

type GrantFormProps = {
  /** Lets fields outside the form belong to it. */
  id?: string
  initial: Grant
  submitLabel: string
  /** When the grant takes effect, shown below the fields. */
  effect: ReactNode
  isPending: boolean
  roles?: readonly Role[]
  onSubmit: (grant: Grant) => void
  /** Further buttons beside the submit button. */
  children?: ReactNode
}

/** A form for a role and funding sources. */
export function GrantForm(props: GrantFormProps) {
  const { initial } = props
  const [grant, setGrant] = useState(initial)
  const [isTried, setIsTried] = useState(false)
  const missing = missingOf(grant)
  // An unchanged grant cannot be submitted.
  const isSame = missing === null && isSameGrant(grantBody(grant), grantBody(initial))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setIsTried(true)
    if (missing === null) props.onSubmit(grantBody(grant))
  }
  return (
    <form id={props.id} onSubmit={submit}>
      <GrantFields grant={grant} onChange={setGrant} roles={props.roles} />
      <p role="alert" className="mt-1 text-bad text-sm empty:hidden">
        {isTried ? missing : null}
      </p>
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" size="sm" disabled={props.isPending || isSame}>
          {props.submitLabel}
        </Button>
        {props.children}
      </div>
      <p className="mt-2 text-pretty text-faint text-sm">{props.effect}</p>
    </form>
  )
}

function isSameGrant(one: Grant, other: Grant): boolean {
  const names = (grant: Grant) => JSON.stringify(grant.fundingSources.toSorted())
  return one.role === other.role && names(one) === names(other)
}
