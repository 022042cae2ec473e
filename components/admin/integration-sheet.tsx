import { Field } from '#components/ui/field.tsx'
import { Sheet } from '#components/ui/sheet.tsx'
import { useWords } from '#components/ui/words.tsx'
import { adminApi } from '#lib/admin/paths.ts'
import type { IntegrationKey } from '#lib/admin/schema.ts'
import { ActNote } from './act-note.tsx'
import { GrantForm, NEW_GRANT } from './grant-form.tsx'
import { NewKey } from './secret-once.tsx'
import { useAdminAct } from './use-admin-act.ts'

const ROLES = ['financier', 'operator'] as const

/** Creates an integration and shows its key. */
export function IntegrationSheet({ onClose }: { onClose: () => void }) {
  const t = useWords('admin')
  const act = useAdminAct<IntegrationKey>()
  return (
    <Sheet title={t('integrations.sheet')} onClose={onClose}>
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
                  label={t('field.name')}
                  name="name"
                  hint={t('integrations.name-hint')}
                  maxLength={80}
                />
                <Field
                  label={t('integrations.days')}
                  name="days"
                  hint={t('integrations.days-hint')}
                  type="number"
                  min={1}
                  max={365}
                  defaultValue={90}
                />
              </>
            }
            submitLabel={t('integrations.create')}
            effect={t('integrations.effect')}
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
