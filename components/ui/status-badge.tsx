import clsx from 'clsx'
import type { ReactNode } from 'react'
import type { Tone } from '#lib/tones.ts'
import { visibleText } from '#lib/visible-text.ts'
import { SourceLine } from './source-text.tsx'
import { ToneIcon } from './tone-icon.tsx'

type StatusBadgeProps = { tone: Tone; label: string; title?: string }

/** A status as icon, text and tone. `title` explains it on hover; a truncated label is readable there. */
export function StatusBadge({ tone, label, title }: StatusBadgeProps) {
  return (
    <Badge tone={tone} title={visibleText(title ?? label)} className="ps-1.5">
      <ToneIcon tone={tone} />
      <SourceLine text={label} title={null} />
    </Badge>
  )
}

const TONE_CLASSES: Record<Tone, string> = {
  ok: 'bg-ok-soft text-ok',
  sent: 'bg-sent-soft text-sent',
  wait: 'bg-wait-soft text-wait',
  bad: 'bg-bad-soft text-bad',
  draft: 'bg-draft-soft text-draft',
  other: 'bg-transparent text-soft ring-1 ring-edge ring-inset',
}

type BadgeProps = { tone?: Tone; title?: string; className?: string; children: ReactNode }

/** A short label on a tinted pill. */
function Badge({ tone = 'draft', title, className, children }: BadgeProps) {
  return (
    <span
      title={title}
      className={clsx(
        'inline-flex h-5 max-w-full items-center gap-1 rounded-full px-2 font-medium text-xs whitespace-nowrap',
        TONE_CLASSES[tone],
        className,
      )}
    >
      {children}
    </span>
  )
}
