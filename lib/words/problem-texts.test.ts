import { expect, test } from 'vitest'
import { explainError, type FAULT_AREAS } from '#lib/api/explain-error.ts'
import { ApiError } from '#lib/api/fetch-json.ts'
import type { Problem } from '#lib/errors.ts'
import type { FieldFaults, ScreenProblems } from '#lib/problem-codes.ts'
import { faultWords } from '#lib/testing/fault-words.ts'
import { ENGLISH, type KeyOf } from './areas.ts'

type FaultKey = { [Area in (typeof FAULT_AREAS)[number]]: KeyOf<Area> }[(typeof FAULT_AREAS)[number]]
type Untold = Exclude<`code.${keyof ScreenProblems}` | `wrong.${keyof FieldFaults}`, FaultKey>
/** Does not compile while a code has no text: the error names the missing key. */
const untold: [Untold] extends [never] ? true : Untold = true

const HELLO = { source: 'hello-tractor' } as const
/** Every problem that a screen can meet, with values. A new one does not compile until it is listed. */
const PROBLEMS: ScreenProblems = {
  busy: {},
  database_unavailable: {},
  read_only: {},
  internal_error: {},
  ending: {},
  not_signed_in: {},
  not_allowed: {},
  forbidden: {},
  audit_unavailable: {},
  changed_meanwhile: {},
  not_found: {},
  too_many_requests: { seconds: 3107 },
  source_off: HELLO,
  source_paused: HELLO,
  other_address: HELLO,
  no_pdf_at_source: {},
  nothing_held_back: {},
  too_many_exports: {},
  too_many_rows: { rows: 1_200_000, max: 1_048_574 },
  sort_needs_currency: {},
  amount_needs_currency: {},
  one_at_a_time: {},
  pack_changed: {},
  sign_in_refused: {},
  person_disabled: {},
  no_password: {},
  email_taken: {},
  invitation_useless: {},
  password_link_useless: {},
  setup_link_ended: {},
  single_sign_on_unavailable: {},
  last_admin: {},
  own_account: { act: 'disable' },
  request_settled: { decision: 'approved', by: 'Ada Obi' },
  already_invited: { email: 'ada@example.com' },
  already_has_account: { email: 'ada@example.com' },
  invitation_settled: { name: 'Ada Obi' },
  integration_revoked: { name: 'Ledger' },
  upstream_unauthorized: HELLO,
  upstream_forbidden: HELLO,
  upstream_not_found: HELLO,
  upstream_rate_limited: HELLO,
  upstream_timeout: HELLO,
  upstream_unavailable: HELLO,
  upstream_malformed: HELLO,
  upstream_too_large: HELLO,
  upstream_blocked: HELLO,
}

/** Every fault of a field, with values. */
const FAULTS: FieldFaults = {
  required: {},
  too_long: { max: 120 },
  too_many: { max: 50 },
  too_low: { min: 1 },
  too_high: { max: 365 },
  email: {},
  odd_character: {},
  repeated: {},
  needs_source: {},
  takes_no_source: {},
  percent: {},
  season_overlaps: { name: 'Wet' },
  owner_outside: {},
  note_full: { row: 'HT-1', max: 2000 },
  password_short: { min: 8 },
  password_long: { max: 128 },
  password_repeats: {},
  password_leaked: {},
  password_common: {},
  password_own: {},
  password_needed: {},
  password_wrong: {},
  matches_none: {},
  matches_too_many: { max: 2000 },
  foreign_cursor: {},
  before_history: { instant: '2026-08-03T07:15:00.000Z' },
  in_future: {},
  no_history: {},
}

const DETAIL = 'The detail of the API.'
const explained = (problem: Partial<Problem>, language: 'en' | 'en-XA' = 'en') => {
  const whole = { status: 400, code: 'invalid_parameter', detail: DETAIL, ...problem } as Problem
  return explainError(new ApiError(whole), faultWords(language), () => 'Name').why
}

test.each(Object.entries(PROBLEMS))('words the problem %s by its code', (code, values) => {
  const text = explained({ code, values })
  expect(text).not.toBe(DETAIL)
  expect(text).toMatch(/\.$/)
  expect(text).not.toMatch(/undefined|[{}]|hello-tractor/)
  expect(explained({ code, values }, 'en-XA')).not.toBe(text)
})

test.each(Object.entries(FAULTS))('words the fault %s of a field by its code', (code, values) => {
  const text = explained({ errors: [{ param: 'name', detail: 'is wrong', code, values }] })
  expect(text).not.toBe(DETAIL)
  expect(text).toMatch(/\.$/)
  expect(text).not.toMatch(/undefined|[{}]/)
})

test('has no text for a problem or a fault that does not exist', () => {
  expect(untold).toBe(true)
  const keys = Object.values(ENGLISH).flatMap((texts) => Object.keys(texts))
  const ofPrefix = (prefix: string) =>
    keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length))
  expect(new Set(ofPrefix('code.'))).toEqual(new Set(Object.keys(PROBLEMS)))
  expect(new Set(ofPrefix('wrong.'))).toEqual(new Set(Object.keys(FAULTS)))
})
