import type { Tone } from '#lib/tones.ts'
import type { SourceHealth, Sources } from './schema.ts'

type State = SourceHealth['state']

export const SOURCE_STATE_LABELS: Record<State, string> = {
  ok: 'Complete',
  reading: 'Reading',
  partial: 'Partial',
  failing: 'Not answering',
  off: 'Not connected',
}

export const SOURCE_STATE_TONES: Record<State, Tone> = {
  ok: 'ok',
  reading: 'sent',
  partial: 'wait',
  failing: 'bad',
  off: 'draft',
}

export const SOURCE_STATE_MEANINGS: Record<State, string> = {
  ok: 'Every window is mirrored completely.',
  reading: 'The first reading is on its way; figures grow until it is done.',
  partial: 'Some windows could not be read completely. Figures over them say so.',
  failing: 'The last reading failed. What was read before is still shown, with its age.',
  off: 'No address and key are set, so nothing is read.',
}

/** How all sources fare, as one sentence. */
export function describeSources({ sources }: Pick<Sources, 'sources'>): string {
  const on = sources.filter((source) => source.state !== 'off')
  const named = (state: State) => on.filter((source) => source.state === state).map((source) => source.label)
  if (on.length === 0) return 'No source is connected'
  if (named('failing').length > 0) return `${list(named('failing'))} not answering`
  if (named('partial').length > 0) return `${list(named('partial'))} mirrored in part`
  if (named('reading').length > 0) return `Reading ${named('reading').join(', ')}`
  return on.length === 1
    ? `${on[0]?.label} is mirrored completely`
    : `All ${on.length} sources are mirrored completely`
}

function list(names: readonly string[]): string {
  return `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'}`
}
