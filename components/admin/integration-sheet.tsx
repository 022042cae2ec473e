import { Field } from '#components/ui/field.tsx'
import { Sheet } from '#components/ui/sheet.tsx'
import { adminApi } from '#lib/admin/paths.ts'
import type { IntegrationKey } from '#lib/admin/schema.ts'
import { ActNote } from './act-note.tsx'
import { GrantForm, NEW_GRANT } from './grant-form.tsx'
import { NewKey } from './secret-once.tsx'
import { useAdminAct } from './use-admin-act.ts'

const ROLES = ['financier', 'operator'] as const

/** Creates an integration and shows its key. */
export function IntegrationSheet({ onClose }: { onClose: () => void }) {
  const act = useAdminAct<IntegrationKey>()
  return (
    <Sheet title="New integration" onClose={onClose}>
      <div className="px-4 pt-3 pb-5">
        {act.data ? (
          <NewKey answer={act.data} />
        ) : (
          <GrantForm
            initial={NEW_GRANT}
            roles={ROLES}
            fields={
              <>
                <Field
                  label="Name"
                  name="name"
                  hint="What it is for, and whose it is, e.g. “Ledger export, AgriFund”"
                  maxLength={80}
                />
                <Field
                  label="Days until its key ends"
                  name="days"
                  hint="1 to 365; a rotation gives a new key before that"
                  type="number"
                  min={1}
                  max={365}
                  defaultValue={90}
                />
              </>
            }
            submitLabel="Create integration"
            effect="Its key is shown once, right after this. Role and funding sources of an integration are for good: to change them, create another and revoke this one."
            isPending={act.isPending}
            onSubmit={(grant, { name, days }) =>
              act.mutate({
                path: adminApi.createIntegration,
                body: { name, expiresInDays: Number(days), ...grant },
              })
            }
          />
        )}
        <ActNote done={null} error={act.error} />
      </div>
    </Sheet>
  )
}
