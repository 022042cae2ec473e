'use client'

import { useState } from 'react'
import { Sheet } from '#components/ui/sheet.tsx'
import { adminApi } from '#lib/admin/paths.ts'
import type { InvitationAnswer } from '#lib/admin/schema.ts'
import { ActNote } from './act-note.tsx'
import { GrantForm } from './grant-form.tsx'
import { InvitationLink } from './invitation-link.tsx'
import { LineField } from './line-field.tsx'
import { useAdminAct } from './use-admin-act.ts'

/** Invites a person without an access request. */
export function InviteSheet({ onClose }: { onClose: () => void }) {
  const act = useAdminAct<InvitationAnswer>()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  return (
    <Sheet title="Invite a person" onClose={onClose}>
      <div className="px-4 pt-3 pb-5">
        {act.data ? (
          <InvitationLink answer={act.data} />
        ) : (
          <>
            <div className="mb-3 flex flex-col gap-3">
              <LineField label="Name" value={name} onChange={setName} maxLength={120} form={FORM} />
              <LineField
                label="E-mail"
                type="email"
                value={email}
                onChange={setEmail}
                maxLength={254}
                form={FORM}
              />
            </div>
            <GrantForm
              id={FORM}
              initial={{ role: 'financier', fundingSources: [] }}
              submitLabel="Invite"
              effect="Makes a link that works once, for a week. You can revoke it until it is used."
              isPending={act.isPending}
              onSubmit={(grant) => act.mutate({ path: adminApi.invite, body: { name, email, ...grant } })}
            />
            <ActNote done={null} error={act.error} />
          </>
        )}
      </div>
    </Sheet>
  )
}

const FORM = 'invite-form'
