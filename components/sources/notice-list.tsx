import clsx from 'clsx'
import { ToneIcon } from '#components/ui/tone-icon.tsx'
import type { Notice } from '#lib/sources/schema.ts'
import type { Tone } from '#lib/tones.ts'

const TONES: Record<Notice['level'], Tone> = { info: 'other', warning: 'wait', error: 'bad' }
const LEVEL_WORDS: Record<Notice['level'], string> = { info: 'Note', warning: 'Warning', error: 'Error' }
const TEXT: Record<Notice['level'], string> = { info: 'text-soft', warning: 'text-wait', error: 'text-bad' }

/** Messages that a person should know or act on, each with its fix. */
export function NoticeList({ notices }: { notices: readonly Notice[] }) {
  if (notices.length === 0) return null
  return (
    <ul className="mt-3 max-w-[90ch] space-y-2.5">
      {notices.map((notice) => (
        <li key={notice.message} className="flex gap-2">
          <span className={clsx('mt-1', TEXT[notice.level])}>
            <ToneIcon tone={TONES[notice.level]} size={14} />
          </span>
          <div className="min-w-0 text-pretty break-words">
            <p>
              <span className="sr-only">{LEVEL_WORDS[notice.level]}: </span>
              {notice.message}
            </p>
            {notice.fix ? <p className="text-soft">{notice.fix}</p> : null}
          </div>
        </li>
      ))}
    </ul>
  )
}
