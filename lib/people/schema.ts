import { z } from 'zod'
import { instantSchema } from '#lib/schema.ts'
import { ROLES } from './roles.ts'

// API shapes for signing in and for a person's own sessions. Bodies are strict, so that an unexpected field
// is an error.

/**
 * Caps input before anything reads it. The password rules then check, and refuse, a password by its bytes.
 */
const typed = (max: number) => z.string().max(max, `may have ${max} characters at most`)

export const signInBodySchema = z.strictObject({ email: typed(320), password: typed(32_000) })
export const sandboxSignInBodySchema = z.strictObject({ role: z.enum(ROLES) })
export const oidcStartBodySchema = z.strictObject({ next: typed(2_000).optional() })
export const setupBodySchema = z.strictObject({
  token: typed(200),
  name: z.string().trim().min(1, 'must not be empty').max(100, 'may have 100 characters at most'),
  email: z.email('must be an e-mail address such as ada@example.com').max(254),
  password: typed(1_000),
})
export const passwordBodySchema = z.strictObject({
  currentPassword: typed(32_000),
  newPassword: typed(1_000),
})

export const languageBodySchema = z.strictObject({
  language: typed(35).nullable().describe('A language of Furrow, e.g. en; null follows the browser'),
})
export const ownLanguageSchema = z.object({ language: z.string().nullable() })

export const forgottenPasswordBodySchema = z.strictObject({
  email: z.email('must be an e-mail address such as ada@example.com').max(254).toLowerCase(),
})
export type ForgottenPasswordBody = z.infer<typeof forgottenPasswordBodySchema>
export const newPasswordBodySchema = z.strictObject({ token: typed(200), password: typed(1_000) })
export type NewPasswordBody = z.infer<typeof newPasswordBodySchema>

/** The person who has just signed in. */
export const signedInSchema = z.object({ name: z.string(), role: z.enum(ROLES) })
export const signedOutSchema = z.object({ status: z.literal('signed_out') })
export const askedForLinkSchema = z.object({ received: z.literal(true) })
export const oidcStartSchema = z.object({
  url: z.url().describe('Where the provider asks the person to sign in'),
})

export const sessionSchema = z.object({
  id: z.string(),
  userAgent: z.string().nullable().describe('As its browser named itself at sign-in'),
  address: z.string().nullable(),
  createdAt: instantSchema,
  lastUsedAt: instantSchema.describe('To the minute'),
  isCurrent: z.boolean().describe('The session that asks'),
})
export type OwnSession = z.infer<typeof sessionSchema>
export const sessionsSchema = z.object({
  sessions: z.array(sessionSchema).describe('The one that asks first, then the last used first, 100 at most'),
  total: z.int().describe('How many there are, those that are not listed included'),
})
export type OwnSessions = z.infer<typeof sessionsSchema>
export const sessionsEndedSchema = z.object({ endedSessions: z.int() })
