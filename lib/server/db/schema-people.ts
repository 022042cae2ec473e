import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core'

// Who may see what: people and how they sign in, requests for access, invitations, integrations, the audit log and the
// counters of limits. Secrets (keys, tokens of invitations) are kept as hashes only.

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

/** What a person or an integration may see; for operators and admins `funding_sources` is empty and means nothing. */
const granted = {
  role: text('role').notNull(),
  fundingSources: text('funding_sources').array().notNull().default(sql`'{}'`),
}
const isRole = sql`role in ('financier', 'operator', 'admin')`

export const person = pgTable(
  'person',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    /** Lower case. */
    email: text('email').notNull(),
    emailVerified: boolean('email_verified').notNull().default(false),
    image: text('image'),
    ...granted,
    /** Set: the person cannot sign in, and open sessions end with the next request. */
    disabledAt: instant('disabled_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [uniqueIndex('person_email').on(table.email), check('person_role', isRole)],
)

export const session = pgTable(
  'session',
  {
    id: text('id').primaryKey(),
    token: text('token').notNull().unique(),
    personId: text('person_id')
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    /** The absolute end; idling ends it sooner. */
    expiresAt: instant('expires_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    createdAt: instant('created_at').notNull(),
    /** Last use, to the minute. */
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [index('session_person').on(table.personId)],
)

/** One way a person can sign in: a password, or an identity at the single sign-on provider. */
export const account = pgTable(
  'account',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    personId: text('person_id')
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    password: text('password'),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: instant('access_token_expires_at'),
    refreshTokenExpiresAt: instant('refresh_token_expires_at'),
    scope: text('scope'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    index('account_person').on(table.personId),
    uniqueIndex('account_identity').on(table.providerId, table.accountId),
  ],
)

/** Short-lived secrets of a sign-in under way. */
export const verification = pgTable(
  'verification',
  {
    id: text('id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: instant('expires_at').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [index('verification_identifier').on(table.identifier)],
)

/** What somebody who has no account asks for. */
export const accessRequest = pgTable(
  'access_request',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    email: text('email').notNull(),
    organisation: text('organisation').notNull(),
    /** As the person wrote them: names of funding sources are not shown to strangers. */
    fundingSources: text('funding_sources').notNull(),
    reason: text('reason').notNull(),
    createdAt: instant('created_at').notNull(),
    /** 'approved' or 'declined'; null: open. */
    decision: text('decision'),
    decidedAt: instant('decided_at'),
    decidedBy: text('decided_by'),
  },
  (table) => [
    index('access_request_open').on(table.createdAt).where(sql`decision is null`),
    index('access_request_email').on(table.email),
  ],
)

/** A link that makes one person's account, with role and funding sources already decided. */
export const invitation = pgTable(
  'invitation',
  {
    id: text('id').primaryKey(),
    tokenHash: text('token_hash').notNull().unique(),
    email: text('email').notNull(),
    name: text('name').notNull(),
    ...granted,
    accessRequestId: text('access_request_id').references(() => accessRequest.id),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
    revokedAt: instant('revoked_at'),
  },
  (table) => [
    index('invitation_email').on(table.email),
    // One link at a time for an address: two could give two roles.
    uniqueIndex('invitation_waiting').on(table.email).where(sql`used_at is null and revoked_at is null`),
    check('invitation_role', isRole),
  ],
)

/** A program of an approved team: authenticates /api by a bearer key. */
export const integration = pgTable(
  'integration',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    /** First characters of the key, so that people can tell keys apart. */
    keyPrefix: text('key_prefix').notNull(),
    keyHash: text('key_hash').notNull().unique(),
    /** The key before a rotation, accepted until it ends. */
    previousKeyHash: text('previous_key_hash').unique(),
    previousKeyEndsAt: instant('previous_key_ends_at'),
    ...granted,
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    /** To the minute. */
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
  },
  () => [check('integration_role', isRole)],
)

/** What happened, who did it, to what: append-only, each event sealed together with the one before. */
export const auditEvent = pgTable(
  'audit_event',
  {
    /** 1, 2, 3 … without a gap. */
    sequence: bigint('sequence', { mode: 'number' }).primaryKey(),
    at: instant('at').notNull(),
    /** 'person', 'integration', 'system' or 'anonymous'. */
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id'),
    actorName: text('actor_name'),
    /** e.g. 'sign_in', 'invoice_pdf.download', 'person.disable'. */
    action: text('action').notNull(),
    /** 'ok', 'denied', 'failed' or 'aborted'. */
    outcome: text('outcome').notNull(),
    /** What it was done to, e.g. 'invoice:hello-tractor/1234'. */
    subject: text('subject'),
    /** Further facts as JSON text, sealed as it stands: never secrets, never personal fields of the sources. */
    details: text('details').notNull(),
    requestId: text('request_id'),
    hash: text('hash').notNull(),
  },
  (table) => [
    index('audit_event_at').on(table.at),
    index('audit_event_actor').on(table.actorId, table.sequence),
    index('audit_event_action').on(table.action, table.sequence),
    index('audit_event_subject').on(table.subject, table.sequence),
  ],
)

/** The end of the chain: how many events there are and the seal of the last. */
export const auditHead = pgTable('audit_head', {
  only: boolean('only').primaryKey().default(true),
  sequence: bigint('sequence', { mode: 'number' }).notNull(),
  hash: text('hash').notNull(),
  seal: text('seal').notNull(),
})

/** Counters of limits, shared by all instances; the columns are those of rate-limiter-flexible. */
export const rateLimit = pgTable(
  'rate_limit',
  {
    key: text('key').primaryKey(),
    points: integer('points').notNull().default(0),
    /** Milliseconds since 1970; null: never. */
    expire: bigint('expire', { mode: 'number' }),
  },
  (table) => [index('rate_limit_expire').on(table.expire)],
)
