import { z } from 'zod'
import { ROLES } from '#lib/people/roles.ts'
import { decimalSchema, instantSchema } from '#lib/schema.ts'

const roleSchema = z.enum(ROLES)
const namesSchema = z
  .array(z.string())
  .describe('Funding sources a financier may see; empty for operators and admins, who see all')
const versionSchema = z.string().describe('Send it back with a change: what changed since is not overwritten')

const granted = { role: roleSchema, fundingSources: namesSchema }

export const personSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  ...granted,
  disabledAt: instantSchema.nullable(),
  createdAt: instantSchema,
  lastUsedAt: instantSchema.nullable().describe('Last request of an open session, to the minute'),
  openSessions: z.int(),
  isYou: z.boolean(),
  version: versionSchema,
})
export type Person = z.infer<typeof personSchema>

export const invitationSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  ...granted,
  createdBy: z.string(),
  createdAt: instantSchema,
  expiresAt: instantSchema,
  isExpired: z.boolean(),
  version: versionSchema,
})
export type Invitation = z.infer<typeof invitationSchema>

export const peopleSchema = z.object({
  people: z.array(personSchema),
  invitations: z.array(invitationSchema).describe('Neither accepted nor revoked, expired or not'),
})
export type People = z.infer<typeof peopleSchema>

const sourceNoticeSchema = z.object({
  fundingSource: z.string(),
  code: z.enum(['unknown', 'unchecked']).describe('unknown: no row and no setting names it'),
  message: z.string().describe('The same in English'),
  fix: z.string(),
})
export type SourceNotice = z.infer<typeof sourceNoticeSchema>
const sourceNoticesSchema = z
  .array(sourceNoticeSchema)
  .describe('One for each granted funding source that no row and no setting names, e.g. a misspelt one')

export const personAnswerSchema = z.object({ person: personSchema })
export type PersonAnswer = z.infer<typeof personAnswerSchema>

export const changedAccessSchema = personAnswerSchema.extend({ notices: sourceNoticesSchema })
export type ChangedAccess = z.infer<typeof changedAccessSchema>

export const personSessionsSchema = z.object({
  sessions: z
    .array(
      z.object({
        id: z.string(),
        startedAt: instantSchema,
        lastUsedAt: instantSchema,
        expiresAt: instantSchema,
        address: z.string().nullable(),
        device: z.string().nullable().describe('What the browser calls itself'),
      }),
    )
    .describe('The last used first, 100 at most'),
  total: z.int().describe('How many there are, those that are not listed included'),
})
export type PersonSessions = z.infer<typeof personSessionsSchema>

export const endedSessionsSchema = z.object({ ended: z.int() })
export type EndedSessions = z.infer<typeof endedSessionsSchema>

/** Whether the mail with a link was sent. */
const MAIL_STATES = ['sent', 'failed', 'off'] as const
const MAIL_FAULTS = ['credentials', 'address', 'encryption', 'connection', 'other'] as const
/** Why a mail could not be sent. A screen words it in the reader's language. */
export type MailFault = (typeof MAIL_FAULTS)[number]

const mailOutcome = {
  mail: z.enum(MAIL_STATES),
  mailFault: z.enum(MAIL_FAULTS).nullable().describe('Why the mail failed, as a code'),
  mailError: z.string().nullable().describe('The same in English'),
}

export const invitationAnswerSchema = z.object({
  invitation: invitationSchema,
  link: z.string().describe('Shown this once: only its hash is kept'),
  ...mailOutcome,
  notices: sourceNoticesSchema,
})
export type InvitationAnswer = z.infer<typeof invitationAnswerSchema>

export const passwordLinkAnswerSchema = z.object({
  link: z.string().describe('Shown this once: only its hash is kept'),
  expiresAt: instantSchema,
  ...mailOutcome,
})
export type PasswordLinkAnswer = z.infer<typeof passwordLinkAnswerSchema>

export const revokedInvitationSchema = z.object({ revoked: z.literal(true) })

export const accessRequestSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  organisation: z.string(),
  fundingSources: z.string().describe('As the person wrote them'),
  reason: z.string(),
  createdAt: instantSchema,
  decision: z.enum(['approved', 'declined']).nullable(),
  decidedAt: instantSchema.nullable(),
  decidedBy: z.string().nullable(),
  hasAccount: z.boolean().describe('A person with this e-mail address can already sign in'),
  version: versionSchema,
})
export type AccessRequest = z.infer<typeof accessRequestSchema>

export const accessRequestsSchema = z.object({
  open: z.int(),
  total: z.int().describe('How many there are, those that are not listed included'),
  rows: z.array(accessRequestSchema).describe('Open ones first, the newest first, 500 at most'),
})
export type AccessRequests = z.infer<typeof accessRequestsSchema>

export const accessRequestAnswerSchema = z.object({ accessRequest: accessRequestSchema })

export const integrationSchema = z.object({
  id: z.string(),
  name: z.string(),
  keyPrefix: z.string(),
  ...granted,
  createdBy: z.string(),
  createdAt: instantSchema,
  expiresAt: instantSchema,
  previousKeyEndsAt: instantSchema
    .nullable()
    .describe('Until when the key before the last rotation is still accepted'),
  lastUsedAt: instantSchema.nullable().describe('To the minute'),
  revokedAt: instantSchema.nullable(),
  state: z.enum(['active', 'expired', 'revoked']),
  version: versionSchema,
})
export type Integration = z.infer<typeof integrationSchema>

export const integrationsSchema = z.object({ integrations: z.array(integrationSchema) })
export type Integrations = z.infer<typeof integrationsSchema>

export const integrationAnswerSchema = z.object({ integration: integrationSchema })

export const integrationKeySchema = z.object({
  integration: integrationSchema,
  key: z.string().describe('Shown this once: only its hash is kept'),
  notices: sourceNoticesSchema,
})
export type IntegrationKey = z.infer<typeof integrationKeySchema>

export const knownFundingSourcesSchema = z.object({
  fundingSources: z.array(z.string()).describe('Named by the mirror or by the configuration'),
})
export type KnownFundingSources = z.infer<typeof knownFundingSourcesSchema>

const targetSettingSchema = z.object({
  currency: z.string(),
  percent: decimalSchema.describe('The minimum trailing 13-week collection rate, in percent'),
  setAt: instantSchema,
  setBy: z.string(),
  version: versionSchema,
})
export type TargetSetting = z.infer<typeof targetSettingSchema>

const seasonSettingSchema = z.object({
  id: z.string(),
  name: z.string(),
  firstMonth: z.int(),
  lastMonth: z.int().describe('Included; before `firstMonth`, the season runs over the new year'),
  setAt: instantSchema,
  setBy: z.string(),
  version: versionSchema,
})
export type SeasonSetting = z.infer<typeof seasonSettingSchema>

const sourceSettingsSchema = z.object({
  name: z.string(),
  isGone: z.boolean().describe('Neither the mirror nor the configuration names it any more'),
  currencies: z
    .array(z.string())
    .describe('Those of its billing periods, most periods first, then those of other targets'),
  targets: z.array(targetSettingSchema),
  seasons: z.array(seasonSettingSchema).describe('By first month'),
})
export type SourceSettings = z.infer<typeof sourceSettingsSchema>

export const fundingSourceSettingsSchema = z.object({ fundingSources: z.array(sourceSettingsSchema) })
export type FundingSourceSettings = z.infer<typeof fundingSourceSettingsSchema>

export const targetAnswerSchema = z.object({ target: targetSettingSchema.nullable() })
export type TargetAnswer = z.infer<typeof targetAnswerSchema>

export const seasonAnswerSchema = z.object({ season: seasonSettingSchema.nullable() })
export type SeasonAnswer = z.infer<typeof seasonAnswerSchema>
