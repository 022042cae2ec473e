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

/** What somebody may do and see. */
export type Grant = { role: Role; fundingSources: string[] }

type GrantFieldsProps = { grant: Grant; onChange: (grant: Grant) => void; roles?: readonly Role[] }

/** Chooses a role and, for a financier, funding sources; says what the choice means. */
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

/** A grant as the API takes it: only financiers have funding sources. */
export function grantBody({ role, fundingSources }: Grant): Grant {
  return { role, fundingSources: role === 'financier' ? fundingSources : [] }
}

/** Why a grant cannot be given yet; null where it can. */
export function missingOf({ role, fundingSources }: Grant): string | null {
  return role === 'financier' && fundingSources.length === 0 ? 'Choose at least one funding source.' : null
}
