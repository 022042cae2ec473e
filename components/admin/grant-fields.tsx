'use client'

import { lazyComponent } from '#components/ui/lazy-component.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { ROLE_LABELS, ROLE_MEANINGS } from '#lib/admin/words.ts'
import { ROLES, type Role } from '#lib/people/roles.ts'

const FundingSourcePicker = lazyComponent(
  () => import('./funding-source-picker.tsx').then((module) => module.FundingSourcePicker),
  <Skeleton className="my-5 w-2/3" />,
)

/** Role and funding sources of a person or an integration. */
export type Grant = { role: Role; fundingSources: string[] }

type GrantFieldsProps = { grant: Grant; onChange: (grant: Grant) => void; roles?: readonly Role[] }

/** Fields for a role and, for a financier, funding sources, with the meaning of the choice. */
export function GrantFields({ grant, onChange, roles = ROLES }: GrantFieldsProps) {
  const { role, fundingSources } = grant
  return (
    <div className="flex flex-col gap-3">
      <div>
        <Segmented
          label="Role"
          options={roles.map((value) => ({ value, label: ROLE_LABELS[value], title: ROLE_MEANINGS[value] }))}
          value={role}
          onChange={(value) => onChange({ role: value, fundingSources })}
        />
        <p className="mt-1.5 text-pretty text-sm text-soft">{ROLE_MEANINGS[role]}</p>
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
export function grantBody({ role, fundingSources }: Grant): Grant {
  return { role, fundingSources: role === 'financier' ? fundingSources : [] }
}

/** Returns why a grant is incomplete; null if it is valid. */
export function missingOf({ role, fundingSources }: Grant): string | null {
  return role === 'financier' && fundingSources.length === 0 ? 'Choose at least one funding source.' : null
}
