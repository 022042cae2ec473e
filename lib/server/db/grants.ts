import 'server-only'

/** Roles of PostgreSQL, each with the least rights its statements need. None can sign in: processes take them on. */
export const ROLE_NAMES = {
  /** The web server: what a viewer may see, by the scope of the transaction. */
  web: 'furrow_web',
  /** Reads for those who may see everything; owns the text search of a scope. Only ever for one transaction. */
  readAll: 'furrow_read_all',
  /** Whatever mirrors the sources. */
  sync: 'furrow_sync',
} as const
export type DatabaseRole = keyof typeof ROLE_NAMES

/** For a row of `pg_roles`: whether the session may take the role; PostgreSQL 16 tells that from being its member. */
export const MAY_TAKE = `pg_has_role(session_user, oid,
  case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end)`

type Rights = Partial<Record<DatabaseRole, string>>

const READ = 'select'
const WRITE = 'select, insert, update, delete'
const mirrored: Rights = { web: READ, readAll: READ, sync: WRITE }
const ofPeople: Rights = { web: WRITE }

/** Every table, and who may do what with it. A migration that adds a table names it here. */
export const TABLE_RIGHTS: Record<string, Rights> = {
  billing_period: mirrored,
  billing_period_day: mirrored,
  billing_period_week: mirrored,
  billing_period_year: mirrored,
  collection_week: mirrored,
  invoice: mirrored,
  invoice_day: mirrored,
  invoice_week: mirrored,
  invoice_year: mirrored,
  row_history: mirrored,
  payment_link_sighting: { sync: WRITE },
  sync_window: { web: `${READ}, update (requested_at)`, readAll: READ, sync: WRITE },
  // Pauses and confirmed disappearances are facts that operators write.
  source_fact: { web: WRITE, readAll: READ, sync: WRITE },
  source_error: mirrored,
  // Its own calls, of details and PDFs, are counted by the web server too.
  source_call: { web: WRITE, readAll: READ, sync: WRITE },
  sync_budget: { sync: WRITE },
  mirror_state: mirrored,
  person: ofPeople,
  session: ofPeople,
  account: ofPeople,
  verification: ofPeople,
  access_request: ofPeople,
  invitation: ofPeople,
  integration: ofPeople,
  rate_limit: ofPeople,
  // Append-only: nobody changes or takes away what has happened.
  audit_event: { web: 'select, insert', readAll: READ },
  audit_head: { web: 'select, insert, update', readAll: READ },
}

/** Tables whose rows belong to funding sources, or tell of such rows: all of them are under row-level security. */
export const SCOPED_TABLES = [
  'billing_period',
  'billing_period_day',
  'billing_period_week',
  'billing_period_year',
  'collection_week',
  'invoice',
  'invoice_day',
  'invoice_week',
  'invoice_year',
  'row_history',
  'payment_link_sighting',
  'source_fact',
] as const

/** The roles that see every row of them by a policy of their own. */
export const ALL_ROWS_ROLES = ['readAll', 'sync'] as const satisfies readonly DatabaseRole[]

/** Functions that look through the text of a scope; they run with the rights of `readAll`, which owns them. */
export const SEARCH_FUNCTIONS = [
  'furrow_search_billing_periods(text)',
  'furrow_search_invoices(text, text)',
] as const
