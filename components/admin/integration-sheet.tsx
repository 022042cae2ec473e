'use client'

import { useState } from 'react'
import { Sheet } from '#components/ui/sheet.tsx'
import { adminApi } from '#lib/admin/paths.ts'
import type { IntegrationKey } from '#lib/admin/schema.ts'
import { ActNote } from './act-note.tsx'
import { GrantForm } from './grant-form.tsx'
import { NewKey } from './integration-key.tsx'
import { LineField } from './line-field.tsx'
import { useAdminAct } from './use-admin-act.ts'

const FORM = 'integration-form'
const ROLES = ['financier', 'operator'] as const

/** Creates an integration and shows its key. */
export function IntegrationSheet({ onClose }: { onClose: () => void }) {
  const act = useAdminAct<IntegrationKey>()
  const [name, setName] = useState('')
  const [days, setDays] = useState('90')
  return (
    <Sheet title="New integration" onClose={onClose}>
      <div className="px-4 pt-3 pb-5">
        {act.data ? (
          <NewKey answer={act.data} />
        ) : (
          <>
            <div className="mb-3 flex flex-col gap-3">
              <LineField
                label="Name"
                hint="What it is for, and whose it is, e.g. “Ledger export, AgriFund”"
                value={name}
                onChange={setName}
                maxLength={80}
                form={FORM}
              />
              <LineField
                label="Days until its key ends"
                hint="1 to 365; a rotation gives a new key before that"
                type="number"
                min={1}
                max={365}
                value={days}
                onChange={setDays}
                form={FORM}
              />
            </div>
            <GrantForm
              id={FORM}
              initial={{ role: 'financier', fundingSources: [] }}
              roles={ROLES}
              submitLabel="Create integration"
              effect="Its key is shown once, right after this. Role and funding sources of an integration are for good: to change them, create another and revoke this one."
              isPending={act.isPending}
              onSubmit={(grant) =>
                act.mutate({
                  path: adminApi.createIntegration,
                  body: { name, expiresInDays: Number(days), ...grant },
                })
              }
            />
            <ActNote done={null} error={act.error} />
          </>
        )}
      </div>
    </Sheet>
  )
}
