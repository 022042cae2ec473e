'use client'

import { Age } from '#components/ui/age.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import type { SourceHealth } from '#lib/sources/schema.ts'

/** Since when and by whom a source is paused, and what the pause means. */
export function PausedNote({ paused }: { paused: NonNullable<SourceHealth['paused']> }) {
  const format = useFormat()
  return (
    <p className="mt-1 max-w-[78ch] text-pretty text-soft">
      <span className="text-ink">
        Paused {paused.by ? `by ${paused.by} ` : null}
        <Age instant={paused.since} />
      </span>{' '}
      ({format.instant(paused.since)}). Nothing reads it, neither the mirror nor a person who opens a row,
      until someone resumes it. What was read before is still shown, with its age.
    </p>
  )
}
