import 'server-only'

/**
 * PostgreSQL roles, each with the least privileges that its statements need. No role can log in: a process
 * switches to a role.
 */
export const ROLE_NAMES = {
  /** The web server: the rows that a viewer may see, by the scope of the transaction. */
  web: 'furrow_web',
  /**
   * Reads for viewers who may see everything, and owns the text search functions. Only ever taken for a
   * single transaction.
   */
  readAll: 'furrow_read_all',
  /** The worker and everything else that mirrors the sources. */
  sync: 'furrow_sync',
} as const
export type DatabaseRole = keyof typeof ROLE_NAMES

/**
 * SQL condition on a row of `pg_roles`: the session may switch to the role. PostgreSQL 16 and newer
 * distinguish the right to switch (`set`) from membership.
 */
export const MAY_TAKE = `pg_has_role(session_user, oid,
  case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end)`

type Rights = Partial<Record<DatabaseRole, string>>

const READ = 'select'
const WRITE = 'select, insert, update, delete'
const mirrored: Rights = { web: READ, readAll: READ, sync: WRITE }
const ofPeople: Rights = { web: WRITE }

/** Every table and each role's privileges on it. A migration that adds a table must add the table here. */
export const TABLE_RIGHTS: Record<string, Rights> = {
  billing_period: mirrored,
  billing_period_day: mirrored,
  billing_period_version: mirrored,
  billing_period_week: mirrored,
  billing_period_year: mirrored,
  collected_age: mirrored,
  // Admins set targets and seasons; the worker has no use for them.
  collection_target: { web: WRITE, readAll: READ },
  collection_week: mirrored,
  contract: mirrored,
  // The names belong to funding sources: only the sync reads them. Their number is in a fact.
  contract_pending: { sync: WRITE },
  contract_standing: mirrored,
  invoice: mirrored,
  invoice_day: mirrored,
  invoice_version: mirrored,
  invoice_week: mirrored,
  invoice_year: mirrored,
  row_history: mirrored,
  // People write notes on rows; the worker has no use for them.
  row_note: { web: WRITE, readAll: READ },
  payment_link_sighting: { sync: WRITE },
  season: { web: WRITE, readAll: READ },
  unpaid_day: mirrored,
  sync_window: { web: `${READ}, update (requested_at)`, readAll: READ, sync: WRITE },
  // Operators write pauses and confirmed disappearances as facts.
  source_fact: { web: WRITE, readAll: READ, sync: WRITE },
  source_error: mirrored,
  // The web server also counts its own calls, for details and PDFs.
  source_call: { web: WRITE, readAll: READ, sync: WRITE },
  sync_budget: { sync: WRITE },
  mirror_state: mirrored,
  // Owners of notes are named to viewers who see everything.
  person: { ...ofPeople, readAll: 'select (id, name, role, funding_sources, disabled_at)' },
  session: ofPeople,
  account: ofPeople,
  verification: ofPeople,
  access_request: ofPeople,
  invitation: ofPeople,
  integration: ofPeople,
  rate_limit: ofPeople,
  // Ids and outcomes only: each download reads the rows anew in the viewer's scope.
  pdf_pack: ofPeople,
  pdf_pack_file: ofPeople,
  // Append-only: no role can change or delete events.
  audit_event: { web: 'select, insert', readAll: READ },
  audit_head: { web: 'select, insert, update', readAll: READ },
}

/**
 * Tables whose rows belong to funding sources or describe such rows: row-level security is on for all of
 * them.
 */
export const SCOPED_TABLES = [
  'billing_period',
  'billing_period_day',
  'billing_period_version',
  'billing_period_week',
  'billing_period_year',
  'collected_age',
  'collection_target',
  'collection_week',
  'contract',
  'contract_standing',
  'invoice',
  'invoice_day',
  'invoice_version',
  'invoice_week',
  'invoice_year',
  'row_history',
  'row_note',
  'payment_link_sighting',
  'season',
  'unpaid_day',
  'source_fact',
] as const

/** Roles that see every row of the scoped tables, by a policy of their own. */
export const ALL_ROWS_ROLES = ['readAll', 'sync'] as const satisfies readonly DatabaseRole[]

/** Text search functions within a scope; they run with the privileges of their owner, `readAll`. */
export const SEARCH_FUNCTIONS = [
  'furrow_search_billing_periods(text)',
  'furrow_search_invoices(text, text)',
] as const
