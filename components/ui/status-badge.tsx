import type { Tone } from '#lib/tones.ts'
import { visibleText } from '#lib/visible-text.ts'
import { Badge } from './badge.tsx'
import { SourceText } from './source-text.tsx'
import { ToneIcon } from './tone-icon.tsx'

type StatusBadgeProps = { tone: Tone; label: string; title?: string }

/** A status as icon, text and tone. `title` explains it on hover; a truncated label is readable there. */
export function StatusBadge({ tone, label, title }: StatusBadgeProps) {
  return (
    <Badge tone={tone} title={visibleText(title ?? label)} className="pl-1.5">
      <ToneIcon tone={tone} />
      <span className="truncate">
        <SourceText text={label} />
      </span>
    </Badge>
  )
}
