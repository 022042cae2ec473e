'use client'

import { Age } from '#components/ui/age.tsx'
import { useFormat, useNow } from '#components/ui/reader.tsx'
import { ToneIcon } from '#components/ui/tone-icon.tsx'
import type { SourceFault } from '#lib/sources/care-schema.ts'

/** The current fault with its fix, and the earlier ones collapsed. */
export function FaultLog({ faults }: { faults: readonly SourceFault[] }) {
  const current = faults.filter((fault) => !fault.isOver)
  const earlier = faults.filter((fault) => fault.isOver)
  return (
    <>
      {current.map((fault) => (
        <div key={fault.firstAt} className="mt-3 flex gap-2 rounded-md bg-bad-soft px-3 py-2 text-sm">
          <span className="mt-1 text-bad">
            <ToneIcon tone="bad" size={14} />
          </span>
          <FaultWords fault={fault} />
        </div>
      ))}
      {earlier.length > 0 ? (
        <details className="mt-3 text-sm">
          <summary className="text-soft hover:text-ink">
            {earlier.length === 1 ? 'One earlier fault' : `${earlier.length} earlier faults`}, last{' '}
            <Age instant={earlier[0]?.lastAt ?? ''} />
          </summary>
          <ul className="mt-1 divide-y divide-line">
            {earlier.map((fault) => (
              <li key={fault.firstAt} className="py-1.5">
                <FaultWords fault={fault} />
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  )
}

function FaultWords({ fault }: { fault: SourceFault }) {
  const format = useFormat()
  const nowMs = useNow()
  const { firstAt, lastAt, retryAt } = fault
  const isWaiting = retryAt !== null && Date.parse(retryAt) > nowMs
  return (
    <div className="min-w-0 text-pretty break-words">
      <p className={fault.isOver ? '' : 'font-medium text-bad'}>
        {fault.message}{' '}
        <span className="font-normal">
          (<Age instant={lastAt} />)
        </span>
      </p>
      {isWaiting ? <p>Furrow waits until {format.instant(retryAt)}.</p> : null}
      {fault.isOver ? null : <p>{fault.fix}</p>}
      <p className="text-soft">
        <code className="text-xs">{fault.code}</code> ·{' '}
        {fault.times === 1 ? 'once' : `${format.count(fault.times)} times`}, {range(format, firstAt, lastAt)},
        last in the window of {format.day(fault.week)}
      </p>
    </div>
  )
}

function range(format: ReturnType<typeof useFormat>, from: string, to: string): string {
  return from === to ? format.instant(to) : format.instantRange(from, to)
}
