import type { Day } from './calendar-date.ts'

/** Common abbreviations of zones without summer time; other zones are shown by their offset. */
const ZONE_NAMES: Record<string, string> = {
  'Africa/Lagos': 'WAT',
  'Africa/Douala': 'WAT',
  'Africa/Kinshasa': 'WAT',
  'Africa/Nairobi': 'EAT',
  'Africa/Kampala': 'EAT',
  'Africa/Dar_es_Salaam': 'EAT',
  'Africa/Addis_Ababa': 'EAT',
  'Africa/Kigali': 'CAT',
  'Africa/Lusaka': 'CAT',
  'Africa/Harare': 'CAT',
  'Africa/Maputo': 'CAT',
  'Africa/Johannesburg': 'SAST',
  'Africa/Accra': 'GMT',
  'Africa/Abidjan': 'GMT',
  'Africa/Dakar': 'GMT',
  UTC: 'UTC',
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** Returns the wall-clock time of an instant in an IANA zone: its calendar day and 24-hour `HH:MM`. */
export function zonedClock(instant: string, timeZone: string): { day: Day; time: string } {
  let clock = clocks.get(timeZone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    clocks.set(timeZone, clock)
  }
  const part = Object.fromEntries(clock.formatToParts(Date.parse(instant)).map((p) => [p.type, p.value]))
  return { day: `${part.year}-${part.month}-${part.day}`, time: `${part.hour}:${part.minute}` }
}

/** Returns the short name of a zone at an instant: WAT, EAT …, or its offset such as UTC+2 or UTC+5:30. */
export function zoneLabel(instant: string, timeZone: string): string {
  const name = ZONE_NAMES[timeZone]
  if (name) return name
  const { day, time } = zonedClock(instant, timeZone)
  const minutes = Math.round((Date.parse(`${day}T${time}:00Z`) - Date.parse(instant)) / 60_000)
  if (minutes === 0) return 'UTC'
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `UTC${minutes < 0 ? '\u2212' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`
}
