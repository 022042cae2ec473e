import type { Day } from '#lib/calendar-date.ts'
import type { Resource, Source } from '#lib/sources.ts'

/** Addresses of the part of the API for those who look after sources. */
export const careApi = {
  sourceCare: (source: Source) => `/api/sources/${source}`,
  /** Of one window; one without an end is named by its first day alone. */
  refreshWindow: (
    source: Source,
    { resource, from, to }: { resource: Resource; from: Day; to: Day | null },
  ) => `/api/sources/${source}/refresh?resource=${resource}&from=${from}${to === null ? '' : `&to=${to}`}`,
  pauseSource: (source: Source) => `/api/sources/${source}/pause`,
  /** `since`: when the pause that is to end began. */
  resumeSource: (source: Source, since: string) => `/api/sources/${source}/resume?since=${since}`,
  settleDisappearance: (
    source: Source,
    action: 'confirm' | 'withdraw',
    what: { resource: Resource; from: Day; version: string },
  ) =>
    `/api/sources/${source}/disappearances/${action}?resource=${what.resource}&from=${what.from}&version=${what.version}`,
}
