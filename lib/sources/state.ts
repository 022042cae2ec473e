import type { Tone } from '#lib/tones.ts'
import type { Words } from '#lib/words/words.ts'
import type { SourceHealth, Sources } from './schema.ts'

type State = SourceHealth['state']

export const SOURCE_STATE_TONES: Record<State, Tone> = {
  ok: 'ok',
  reading: 'sent',
  partial: 'wait',
  failing: 'bad',
  paused: 'draft',
  off: 'draft',
  never_read: 'sent',
}

/** The statuses that the title names, most urgent first. */
const URGENCY = ['failing', 'partial', 'paused', 'never_read', 'reading'] as const

/** Describes the status of all sources that the viewer has rows of, in one sentence. */
export function describeSources(
  { sources }: Pick<Sources, 'sources'>,
  t: Words<'sources'>,
  tNames: Words<'names'>,
): string {
  const nameOf = ({ source }: SourceHealth) => tNames(`source.${source}`)
  const on = sources.filter((source) => source.state !== 'off' && source.outOfScope === null)
  if (on.length === 0) return t('all.none')
  for (const state of URGENCY) {
    const named = on.filter((source) => source.state === state).map(nameOf)
    if (named.length > 0) return t(`all.${state}`, { names: listed(named, t), count: named.length })
  }
  return t('all.ok', { names: listed(on.map(nameOf), t), count: on.length })
}

/** Joins up to three names: there are three sources. */
function listed([a = '', b, c]: readonly string[], t: Words<'sources'>): string {
  if (b === undefined) return a
  return c === undefined ? t('names.two', { a, b }) : t('names.three', { a, b, c })
}
