'use client'

import type { ResourceCare } from '#lib/sources/care-schema.ts'
import type { SourceHealth } from '#lib/sources/schema.ts'
import { FaultLog } from './fault-log.tsx'
import { HeldBackList } from './held-back-list.tsx'
import { OpenWindows } from './open-windows.tsx'
import { RejectedRows, UnreadableRows } from './unread-rows.tsx'

/** The problems of a list, most urgent first, each with its fix. */
export function ResourceCareBlock({ source, care }: { source: SourceHealth; care: ResourceCare }) {
  const list = { source: source.source, resource: care.resource }
  return (
    <>
      <FaultLog faults={care.faults} />
      <HeldBackList {...list} heldBack={care.heldBack} />
      <OpenWindows {...list} open={care.open} isPaused={source.paused !== null} />
      <RejectedRows rejected={care.rejected} />
      <UnreadableRows {...list} care={care} />
    </>
  )
}
