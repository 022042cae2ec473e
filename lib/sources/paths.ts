import type { Day } from '#lib/calendar-date.ts'
import type { Resource, Source } from '#lib/sources.ts'

/** API addresses for operators of a source. */
export const sourceApi = {
  diagnostics: (source: Source) => `/api/sources/${source}`,
  /** Refresh of one window. An open-ended window is named by its first day only. */
  refreshWindow: (
    source: Source,
    { resource, from, to }: { resource: Resource; from: Day; to: Day | null },
  ) => `/api/sources/${source}/refresh?resource=${resource}&from=${from}${to === null ? '' : `&to=${to}`}`,
  pauseSource: (source: Source) => `/api/sources/${source}/pause`,
  /** `since` is when the pause to end began. */
  resumeSource: (source: Source, since: string) => `/api/sources/${source}/resume?since=${since}`,
  settleDisappearance: (
    source: Source,
    action: 'confirm' | 'withdraw',
    what: { resource: Resource; from: Day; version: string },
  ) =>
    `/api/sources/${source}/disappearances/${action}?resource=${what.resource}&from=${what.from}&version=${what.version}`,
}
