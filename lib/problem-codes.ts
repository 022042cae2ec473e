import type { Source } from './sources.ts'

// Every code of a problem and of a field's fault, with the values that a sentence about it needs. Screens word
// problems from these in the reader's language; `detail` stays English.

/** Every way a call to an upstream can fail; a closed set. */
export const UPSTREAM_ERROR_CODES = [
  'unauthorized',
  'forbidden',
  'not_found',
  'rate_limited',
  'timeout',
  'unavailable',
  'malformed',
  'too_large',
  'blocked',
] as const
export type UpstreamErrorCode = (typeof UPSTREAM_ERROR_CODES)[number]

type None = Record<never, never>
type OfSource = { source: Source }

/** The values of each problem that a person can meet on a screen. The catalogue has a text for each. */
export type ScreenProblems = {
  busy: None
  database_unavailable: None
  read_only: None
  internal_error: None
  ending: None
  not_signed_in: None
  not_allowed: None
  forbidden: None
  audit_unavailable: None
  changed_meanwhile: None
  not_found: None
  too_many_requests: { seconds: number }

  source_off: OfSource
  source_paused: OfSource
  other_address: OfSource
  no_pdf_at_source: None
  nothing_held_back: None

  too_many_exports: None
  too_many_rows: { rows: number; max: number }
  sort_needs_currency: None
  amount_needs_currency: None
  one_at_a_time: None
  pack_changed: None

  sign_in_refused: None
  person_disabled: None
  no_password: None
  email_taken: None
  invitation_useless: None
  password_link_useless: None
  setup_link_ended: None
  single_sign_on_unavailable: None

  last_admin: None
  own_account: { act: 'access' | 'disable' | 'password' }
  request_settled: { decision: 'approved' | 'declined' | 'open'; by: string }
  already_invited: { email: string }
  already_has_account: { email: string }
  invitation_settled: { name: string }
  integration_revoked: { name: string }
} & { [Code in `upstream_${UpstreamErrorCode}`]: OfSource }

/** Problems that only a program can cause; a screen would show their `detail`. */
type ProgramProblems =
  | 'invalid_parameter'
  | 'filter_not_supported'
  | 'format_not_supported'
  | 'people_only'
  | 'cross_site'
  | 'request_timeout'
  | 'single_sign_on_failed'
  | 'no_such_route'
  | 'method_not_allowed'
  | 'unsupported_media_type'
  | 'body_too_large'
  | 'body_not_expected'
  | 'address_too_long'
  | 'headers_too_large'
  | 'expectation_failed'
  | 'foreign_host'
  | 'bad_request'
  | 'not_ready'

export type ProblemCode = keyof ScreenProblems | ProgramProblems

/** The values of a problem. */
export type ProblemValues<Code extends ProblemCode> = Code extends keyof ScreenProblems
  ? ScreenProblems[Code]
  : None

/** The values of each fault of a field or parameter that a person can cause on a screen. */
export type FieldFaults = {
  required: None
  too_long: { max: number }
  too_many: { max: number }
  too_low: { min: number }
  too_high: { max: number }
  email: None
  odd_character: None
  repeated: None
  needs_source: None
  takes_no_source: None
  percent: None
  season_overlaps: { name: string }
  owner_outside: None
  note_full: { row: string; max: number }

  password_short: { min: number }
  password_long: { max: number }
  password_repeats: None
  password_leaked: None
  password_common: None
  password_own: None
  password_needed: None
  password_wrong: None

  matches_none: None
  matches_too_many: { max: number }
  foreign_cursor: None

  before_history: { instant: string }
  in_future: None
  no_history: None
}

/** A fault of a field by its code, with its values. */
export type FieldCode = {
  [Code in keyof FieldFaults]: {
    code: Code
  } & (keyof FieldFaults[Code] extends never ? { values?: undefined } : { values: FieldFaults[Code] })
}[keyof FieldFaults]

/** What is wrong with one parameter or field of a request. `code` is left out where only programs can err. */
export type FieldFault = { param: string; detail: string } & (
  | FieldCode
  | { code?: undefined; values?: undefined }
)
