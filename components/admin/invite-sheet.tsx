import { Field } from '#components/ui/field.tsx'
import { Sheet } from '#components/ui/sheet.tsx'
import { useWords } from '#components/ui/words.tsx'
import { adminApi } from '#lib/admin/paths.ts'
import type { InvitationAnswer } from '#lib/admin/schema.ts'
import { ActNote } from './act-note.tsx'
import { GrantForm, NEW_GRANT } from './grant-form.tsx'
import { InvitationLink } from './one-time-link.tsx'
import { useAdminAct } from './use-admin-act.ts'

/** Invites a person without an access request. */
export function InviteSheet({ onClose }: { onClose: () => void }) {
  const t = useWords('admin')
  const act = useAdminAct<InvitationAnswer>()
  return (
    <Sheet title={t('people.invite')} onClose={onClose}>
      <div className="px-4 pt-3 pb-5">
        {act.data ? (
          <InvitationLink answer={act.data} />
        ) : (
          <GrantForm
            initial={NEW_GRANT}
            fields={
              <>
                <Field label={t('field.name')} name="name" maxLength={120} />
                <Field label={t('field.email')} name="email" type="email" maxLength={254} />
              </>
            }
            submitLabel={t('invite.submit')}
            effect={t('invite.effect')}
            isPending={act.isPending}
            onSubmit={(grant, { name, email }) =>
              act.mutate({ path: adminApi.invite, body: { name, email, ...grant } })
            }
          />
        )}
        <ActNote done={null} error={act.error} />
      </div>
    </Sheet>
  )
}
