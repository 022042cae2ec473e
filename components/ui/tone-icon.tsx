import type { ReactNode } from 'react'
import type { Tone } from '#lib/tones.ts'

/** One shape per tone, so that statuses differ without colour. */
const SHAPES: Record<Tone, ReactNode> = {
  ok: <path d="M3.500 8.500 6.500 11.500 12.500 4.800" />,
  sent: <path d="M3 8h9.500M8.500 4l4 4-4 4" />,
  wait: (
    <>
      <circle cx="8" cy="8" r="5.500" />
      <path d="M8 5v3.200l2 1.300" />
    </>
  ),
  bad: <path d="m4.500 4.500 7 7m0-7-7 7" />,
  draft: <circle cx="8" cy="8" r="5.500" strokeDasharray="2.600 2.200" />,
  other: <path d="M5.800 6.200a2.200 2.200 0 1 1 3.400 1.900c-.8.500-1.200 1-1.200 1.800M8 12.300v.2" />,
}

/** The text colour of a tone. */
export const TONE_TEXT: Record<Tone, string> = {
  ok: 'text-ok',
  sent: 'text-sent',
  wait: 'text-wait',
  bad: 'text-bad',
  draft: 'text-draft',
  other: 'text-soft',
}

/** The icon of a tone; decorative, because the text beside it says the same. */
export function ToneIcon({ tone, size = 12 }: { tone: Tone; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.800"
      strokeLinecap="round"
      strokeLinejoin="round"
      className="shrink-0"
    >
      {SHAPES[tone]}
    </svg>
  )
}
