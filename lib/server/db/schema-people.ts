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

// People and their sign-ins, access requests, invitations, integrations, the audit log, and rate limit
// counters. Secrets (keys, invitation tokens) are stored as hashes only.

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

/**
 * Permissions of a person or an integration. For operators and admins `funding_sources` is empty and ignored.
 */
const granted = {
  role: text('role').notNull(),
  fundingSources: text('funding_sources').array().notNull().default(sql`'{}'`),
}
const roleCheck = sql`role in ('financier', 'operator', 'admin')`

/** A person with an account. */
export const person = pgTable(
  'person',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    /** In lower case. */
    email: text('email').notNull(),
    emailVerified: boolean('email_verified').notNull().default(false),
    image: text('image'),
    /** The language of screens and mails that the person chose; null follows the browser. */
    language: text('language'),
    ...granted,
    /** When set, the person cannot sign in, and open sessions end with the next request. */
    disabledAt: instant('disabled_at'),
    /** Time of the last request, to the minute. */
    visitedAt: instant('visited_at'),
    /** Time of the last request of the visit before the present one. */
    previousVisitAt: instant('previous_visit_at'),
    /** Time at which the person last marked a report as handed out. */
    reportedAt: instant('reported_at'),
    /** The same for the last report of an earlier day. */
    previousReportAt: instant('previous_report_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [uniqueIndex('person_email').on(table.email), check('person_role', roleCheck)],
)

const personId = () =>
  text('person_id')
    .notNull()
    .references(() => person.id, { onDelete: 'cascade' })

/** A signed-in browser of a person. */
export const session = pgTable(
  'session',
  {
    id: text('id').primaryKey(),
    token: text('token').notNull().unique(),
    personId: personId(),
    /** The absolute expiry; an idle session ends earlier. */
    expiresAt: instant('expires_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    createdAt: instant('created_at').notNull(),
    /** Time of last use, to the minute. */
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [index('session_person').on(table.personId)],
)

/** A sign-in method of a person: a password, or an identity at the single sign-on provider. */
export const account = pgTable(
  'account',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    personId: personId(),
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

/** Short-lived secrets of a sign-in in progress. */
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

/** A request for access from a person without an account. */
export const accessRequest = pgTable(
  'access_request',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    email: text('email').notNull(),
    organisation: text('organisation').notNull(),
    /**
     * Free text from the requester, because names of funding sources are not shown to people without an
     * account.
     */
    fundingSources: text('funding_sources').notNull(),
    reason: text('reason').notNull(),
    createdAt: instant('created_at').notNull(),
    /** 'approved' or 'declined'; null while open. */
    decision: text('decision'),
    decidedAt: instant('decided_at'),
    decidedBy: text('decided_by'),
  },
  (table) => [
    index('access_request_open').on(table.createdAt).where(sql`decision is null`),
    index('access_request_email').on(table.email),
  ],
)

/** A link that creates one person's account with a predefined role and funding sources. */
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
    // One open link per address, because two links could grant two different roles.
    uniqueIndex('invitation_waiting').on(table.email).where(sql`used_at is null and revoked_at is null`),
    check('invitation_role', roleCheck),
  ],
)

/** A program of an approved team, which authenticates to /api with a bearer key. */
export const integration = pgTable(
  'integration',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    /** First characters of the key, so that people can tell keys apart. */
    keyPrefix: text('key_prefix').notNull(),
    keyHash: text('key_hash').notNull().unique(),
    /** The key before a rotation, accepted until `previous_key_ends_at`. */
    previousKeyHash: text('previous_key_hash').unique(),
    previousKeyEndsAt: instant('previous_key_ends_at'),
    ...granted,
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    /** Time of last use, to the minute. */
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
  },
  () => [check('integration_role', roleCheck)],
)

/**
 * An event with its actor and subject. The table is append-only, and each event is sealed together with the
 * previous one.
 */
export const auditEvent = pgTable(
  'audit_event',
  {
    /** 1, 2, 3 … without gaps. */
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
    /** The object of the action, e.g. 'invoice:hello-tractor/1234'. */
    subject: text('subject'),
    /** Further facts as JSON text, sealed as stored: never secrets or personal fields of the sources. */
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

/** The end of the chain: the number of events and the seal of the last one. */
export const auditHead = pgTable('audit_head', {
  only: boolean('only').primaryKey().default(true),
  sequence: bigint('sequence', { mode: 'number' }).notNull(),
  hash: text('hash').notNull(),
  seal: text('seal').notNull(),
})

/** Rate limit counters shared by all instances; rate-limiter-flexible defines the columns. */
export const rateLimit = pgTable(
  'rate_limit',
  {
    key: text('key').primaryKey(),
    points: integer('points').notNull().default(0),
    /** Milliseconds since 1970; null means never. */
    expire: bigint('expire', { mode: 'number' }),
  },
  (table) => [index('rate_limit_expire').on(table.expire)],
)
