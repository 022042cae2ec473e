import type { Tone } from '#lib/tones.ts'
import type { SourceHealth, Sources } from './schema.ts'

type State = SourceHealth['state']

export const SOURCE_STATE_LABELS: Record<State, string> = {
  ok: 'Complete',
  reading: 'Reading',
  partial: 'Partial',
  failing: 'Not answering',
  paused: 'Paused',
  off: 'Not connected',
  never_read: 'Not read yet',
}

export const SOURCE_STATE_TONES: Record<State, Tone> = {
  ok: 'ok',
  reading: 'sent',
  partial: 'wait',
  failing: 'bad',
  paused: 'draft',
  off: 'draft',
  never_read: 'sent',
}

export const SOURCE_STATE_MEANINGS: Record<State, string> = {
  ok: 'Every window is mirrored completely.',
  reading: 'The first reading is on its way; figures grow until it is done.',
  partial: 'Some windows could not be read completely. Figures over them say so.',
  failing: 'The last reading failed. What was read before is still shown, with its age.',
  paused: 'Nothing is read until someone resumes it. What was read before is still shown, with its age.',
  off: 'No address and key are set, so nothing is read.',
  never_read: 'Nothing has been read yet; the first reading begins by itself.',
}

/** Describes the status of all sources that the viewer has rows of, in one sentence. */
export function describeSources({ sources }: Pick<Sources, 'sources'>): string {
  const on = sources.filter((source) => source.state !== 'off' && source.outOfScope === null)
  const named = (state: State) => on.filter((source) => source.state === state).map((source) => source.label)
  if (on.length === 0) return 'No source is connected'
  if (named('failing').length > 0) return `${list(named('failing'))} not answering`
  if (named('partial').length > 0) return `${list(named('partial'))} mirrored in part`
  if (named('paused').length > 0) return `${list(named('paused'))} paused`
  if (named('never_read').length > 0) return `${list(named('never_read'))} not read yet`
  if (named('reading').length > 0) return `Reading ${named('reading').join(', ')}`
  return on.length === 1
    ? `${on[0]?.label} is mirrored completely`
    : `${on.length === 2 ? 'Both' : `All ${on.length}`} sources are mirrored completely`
}

function list(names: readonly string[]): string {
  return `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'}`
}
