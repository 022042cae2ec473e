import clsx from 'clsx'
import type { ReactNode } from 'react'
import type { Tone } from '#lib/tones.ts'
import { TONE_TEXT, ToneIcon } from './tone-icon.tsx'

type ToneLineProps = { tone: Tone; size?: number; className?: string; children: ReactNode }

/** A message after the icon of its tone. */
export function ToneLine({ tone, size = 14, className, children }: ToneLineProps) {
  return (
    <div className={clsx('flex gap-2', className)}>
      <span className={clsx('mt-1', TONE_TEXT[tone])}>
        <ToneIcon tone={tone} size={size} />
      </span>
      <div className="min-w-0 flex-1 text-pretty break-words">{children}</div>
    </div>
  )
}
