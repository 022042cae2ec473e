import { oldestReading } from '#lib/oldest-reading.ts'
import type { SourceHealth } from '#lib/sources/schema.ts'
import type { Tone } from '#lib/tones.ts'
import type { Words } from '#lib/words/words.ts'

export type SourceSummary = {
  tone: Tone
  /** The problem in a few words; null if there is none and the age says enough. */
  trouble: string | null
  /** Oldest complete read of the recent weeks across the source's resources; null before the first. */
  asOf: string | null
}

/** Summarises a source in one line: its tone, its problem, and the age of its recent weeks. */
export function summarizeSource(source: SourceHealth, t: Words<'shell'>): SourceSummary {
  return { asOf: oldestReading(source.resources), ...judge(source, t) }
}

function judge(source: SourceHealth, t: Words<'shell'>): Pick<SourceSummary, 'tone' | 'trouble'> {
  const windows = source.resources.map((resource) => resource.windows)
  const unread = windows.reduce((sum, window) => sum + window.neverRead, 0)
  const total = windows.reduce((sum, window) => sum + window.total, 0)
  const partial = windows.reduce((sum, window) => sum + window.partial, 0)
  switch (source.state) {
    case 'ok':
      return { tone: 'ok', trouble: null }
    case 'reading':
      return { tone: 'sent', trouble: t('fresh.reading', { done: total - unread, total }) }
    case 'partial':
      return { tone: 'wait', trouble: t('fresh.partial', { count: partial }) }
    case 'failing':
      return { tone: 'bad', trouble: t('fresh.failing') }
    case 'never_read':
      return { tone: 'sent', trouble: t('fresh.never_read') }
    case 'paused':
      return { tone: 'draft', trouble: t('fresh.paused') }
    case 'off':
      return { tone: 'draft', trouble: t('fresh.off') }
  }
}
