import { type FormEvent, type ReactNode, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { lazyComponent } from '#components/ui/lazy-component.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { useWords } from '#components/ui/words.tsx'
import { formValues } from '#lib/form-values.ts'
import { ROLES, type Role } from '#lib/people/roles.ts'

export const NEW_GRANT: Grant = { role: 'financier', fundingSources: [] }

type GrantFormProps = {
  initial: Grant
  /** Fields above those of the grant. */
  fields?: ReactNode
  submitLabel: string
  /** When the grant takes effect, shown below the fields. */
  effect: ReactNode
  isPending: boolean
  roles?: readonly Grant['role'][]
  /** Called with the grant and the values of `fields`. */
  onSubmit: (grant: Grant, values: Record<string, string>) => void
  /** Further buttons beside the submit button. */
  children?: ReactNode
}

/** A form for a role and funding sources. */
export function GrantForm(props: GrantFormProps) {
  const t = useWords('admin')
  const { initial } = props
  const [grant, setGrant] = useState(initial)
  const [isTried, setIsTried] = useState(false)
  const isMissing = isIncomplete(grant)
  // An unchanged grant cannot be submitted.
  const isSame = !isMissing && isSameGrant(grantBody(grant), grantBody(initial))
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setIsTried(true)
    if (!isMissing) props.onSubmit(grantBody(grant), formValues(event.currentTarget))
  }
  return (
    <form onSubmit={submit} autoComplete="off">
      {props.fields ? <div className="mb-3 flex flex-col gap-3">{props.fields}</div> : null}
      <GrantFields grant={grant} onChange={setGrant} roles={props.roles} />
      <p role="alert" className="mt-1 text-bad text-sm empty:hidden">
        {isTried && isMissing ? t('grant.missing') : null}
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

const FundingSourcePicker = lazyComponent(
  () => import('./funding-source-picker.tsx').then((module) => module.FundingSourcePicker),
  <Skeleton className="my-5 w-2/3" />,
)

/** Role and funding sources of a person or an integration. */
type Grant = { role: Role; fundingSources: string[] }

type GrantFieldsProps = { grant: Grant; onChange: (grant: Grant) => void; roles?: readonly Role[] }

/** Fields for a role and, for a financier, funding sources, with the meaning of the choice. */
function GrantFields({ grant, onChange, roles = ROLES }: GrantFieldsProps) {
  const t = useWords('admin')
  const tAccess = useWords('access')
  const { role, fundingSources } = grant
  return (
    <div className="flex flex-col gap-3">
      <div>
        <Segmented
          label={t('field.role')}
          options={roles.map((value) => ({
            value,
            label: tAccess(`role.${value}`),
            title: t(`meaning.${value}`),
          }))}
          value={role}
          onChange={(value) => onChange({ role: value, fundingSources })}
        />
        <p className="mt-1.5 text-pretty text-sm text-soft">{t(`meaning.${role}`)}</p>
      </div>
      {role === 'financier' ? (
        <div>
          <FundingSourcePicker
            chosen={fundingSources}
            onChange={(names) => onChange({ role, fundingSources: names })}
          />
        </div>
      ) : null}
    </div>
  )
}

/** Returns a grant as the API accepts it: only financiers have funding sources. */
function grantBody({ role, fundingSources }: Grant): Grant {
  return { role, fundingSources: role === 'financier' ? fundingSources : [] }
}

/** True if a grant lacks the funding sources that a financier needs. */
function isIncomplete({ role, fundingSources }: Grant): boolean {
  return role === 'financier' && fundingSources.length === 0
}
