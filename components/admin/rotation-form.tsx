'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { LineField } from './line-field.tsx'

type RotationFormProps = {
  isPending: boolean
  onRotate: (days: { graceDays: number; expiresInDays: number }) => void
}

/** Rotates a key. The form sets how long the old key stays valid and when the new key expires. */
export function RotationForm({ isPending, onRotate }: RotationFormProps) {
  const [grace, setGrace] = useState('1')
  const [days, setDays] = useState('90')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onRotate({ graceDays: Number(grace), expiresInDays: Number(days) })
  }
  return (
    <form onSubmit={submit}>
      <div className="grid grid-cols-2 items-end gap-3">
        <LineField
          label="Old key works, days"
          type="number"
          min={0}
          max={7}
          value={grace}
          onChange={setGrace}
        />
        <LineField
          label="New key works, days"
          type="number"
          min={1}
          max={365}
          value={days}
          onChange={setDays}
        />
      </div>
      <Button type="submit" size="sm" className="mt-3" disabled={isPending}>
        Rotate key
      </Button>
      <p className="mt-2 text-pretty text-faint text-sm">
        Shows a new key once. The old one is accepted for 0 to 7 more days, so that the program can change
        over without a gap. This cannot be undone.
      </p>
    </form>
  )
}
