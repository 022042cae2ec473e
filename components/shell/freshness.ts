import { oldestReading } from '#lib/oldest-reading.ts'
import type { SourceHealth } from '#lib/sources/schema.ts'
import type { Tone } from '#lib/tones.ts'

export type SourceSummary = {
  tone: Tone
  /** The problem in a few words; null if there is none and the age says enough. */
  trouble: string | null
  /** Oldest complete read of the recent weeks across the source's resources; null before the first. */
  asOf: string | null
}

/** Summarises a source in one line: its tone, its problem, and the age of its recent weeks. */
export function summarizeSource(source: SourceHealth): SourceSummary {
  return { asOf: oldestReading(source.resources), ...judge(source) }
}

function judge(source: SourceHealth): Pick<SourceSummary, 'tone' | 'trouble'> {
  const windows = source.resources.map((resource) => resource.windows)
  const unread = windows.reduce((sum, window) => sum + window.neverRead, 0)
  const total = windows.reduce((sum, window) => sum + window.total, 0)
  const partial = windows.reduce((sum, window) => sum + window.partial, 0)
  switch (source.state) {
    case 'ok':
      return { tone: 'ok', trouble: null }
    case 'reading':
      return { tone: 'sent', trouble: `reading ${total - unread} of ${total}` }
    case 'partial':
      return { tone: 'wait', trouble: partial === 1 ? '1 window partial' : `${partial} windows partial` }
    case 'failing':
      return { tone: 'bad', trouble: 'not answering' }
    case 'never_read':
      return { tone: 'sent', trouble: 'not read yet' }
    case 'paused':
      return { tone: 'draft', trouble: 'paused' }
    case 'off':
      return { tone: 'draft', trouble: 'off' }
  }
}
