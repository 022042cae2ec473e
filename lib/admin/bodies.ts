import { z } from 'zod'
import { ROLES } from '#lib/people/roles.ts'
import { faultOfLine, faultOfText, HALF_CHARACTER } from '#lib/people/text.ts'
import type { FieldCode } from '#lib/problem-codes.ts'
import { MAX_SOURCE_TEXT_LENGTH, readCurrency } from '#lib/search-params.ts'
import { readPercent } from './percent.ts'

export const MAX_INTEGRATION_DAYS = 365
export const MAX_GRACE_DAYS = 7

/** What is wrong with a field, with the code by which a screen words it. */
type Fault = FieldCode & { detail: string }

/** Builds zod's issue for a fault. `readBody` finds the code in its parameters. */
function issueOf({ detail, ...fault }: Fault) {
  return { code: 'custom', message: detail, params: { fault } } as const
}

function checked(schema: z.ZodString, faultOf: (text: string) => Fault | null): z.ZodString {
  return schema.superRefine((text, context) => {
    const fault = faultOf(text)
    if (fault !== null) context.addIssue(issueOf(fault))
  })
}

function line(max: number): z.ZodString {
  return checked(sized(max), faultOfLine)
}

function lines(max: number): z.ZodString {
  return checked(sized(max), faultOfText)
}

function sized(max: number): z.ZodString {
  return z
    .string('must be text')
    .trim()
    .min(1, 'must be filled in')
    .max(max, `must have at most ${max} characters`)
}

const email = z
  .email('must be an e-mail address such as ada@example.com')
  .max(254, 'must have at most 254 characters')
  .toLowerCase()

/** Returns why a text cannot name a funding source; null for every name that the mirror can store. */
function faultOfSourceName(text: string): Fault | null {
  const max = MAX_SOURCE_TEXT_LENGTH
  if (text.trim() === '') return { code: 'required', detail: 'must be filled in' }
  if (text.length > max)
    return { code: 'too_long', values: { max }, detail: `must have at most ${max} characters` }
  if (!text.isWellFormed()) return HALF_CHARACTER
  if (!text.includes('\0')) return null
  return { code: 'odd_character', detail: 'holds a NUL character, which no funding source has' }
}

const fundingSource = checked(z.string(), faultOfSourceName)
const fundingSources = z
  .array(fundingSource)
  .max(50, 'may have 50 names at most')
  .refine((names) => new Set(names).size === names.length, {
    error: 'names one twice',
    params: { fault: { code: 'repeated' } satisfies FieldCode },
  })

const version = z.string().max(64, 'must be the version of an answer')

type Grant = { role: (typeof ROLES)[number]; fundingSources: readonly string[] }

/** Only financiers have funding sources, and at least one: without any the account would see nothing. */
function checkGrant({ role, fundingSources: names }: Grant, context: z.RefinementCtx): void {
  const path = ['fundingSources']
  if (role === 'financier' && names.length === 0)
    context.addIssue({
      ...issueOf({ code: 'needs_source', detail: 'must name at least one for a financier' }),
      path,
    })
  if (role !== 'financier' && names.length > 0)
    context.addIssue({
      ...issueOf({ code: 'takes_no_source', detail: `must be empty: an ${role} sees all funding sources` }),
      path,
    })
}

const role = z.enum(ROLES, `must be one of ${ROLES.join(', ')}`)
const grant = { role, fundingSources }

export const accessRequestBody = z.strictObject({
  name: line(120),
  email,
  organisation: line(160),
  fundingSources: lines(500),
  reason: lines(1000),
})
export type AccessRequestBody = z.infer<typeof accessRequestBody>

export const approveBody = z.strictObject({ ...grant, version }).superRefine(checkGrant)

export const inviteBody = z.strictObject({ name: line(120), email, ...grant }).superRefine(checkGrant)
export type InviteBody = z.infer<typeof inviteBody>

/** `checkPassword` applies the password rules. The schema caps the length before anything reads the text. */
export const acceptInvitationBody = z.strictObject({
  token: z.string().max(200, 'must be the end of an invitation link'),
  name: line(120),
  password: z
    .string('must be text')
    .max(1024, 'is too long')
    .nullable()
    .describe('null: signs in with single sign-on, where that is set up'),
})
export type AcceptInvitationBody = z.infer<typeof acceptInvitationBody>

/** Role and funding sources of a person or an access request, with the version that the admin saw. */
export const changeAccessBody = z.strictObject({ ...grant, version }).superRefine(checkGrant)
export type ChangeAccessBody = z.infer<typeof changeAccessBody>

/**
 * Creates the body of an action without choices: only the version that the admin saw. Each call makes a new
 * schema, because the API document names each body after its action.
 */
export function versionBody() {
  return z.strictObject({ version })
}

export const endSessionsBody = z.strictObject({
  session: z.string().max(200).nullable().describe('The id of one session; null: all of them'),
})

const days = (least: number, most: number) =>
  z
    .int('must be a whole number of days')
    .min(least, `must be ${least}-${most} days`)
    .max(most, `must be ${least}-${most} days`)

export const createIntegrationBody = z
  .strictObject({
    name: line(80),
    role: z.enum(
      ['financier', 'operator'],
      'must be financier or operator: an integration is never an admin',
    ),
    fundingSources,
    expiresInDays: days(1, MAX_INTEGRATION_DAYS),
  })
  .superRefine(checkGrant)
export type CreateIntegrationBody = z.infer<typeof createIntegrationBody>

export const rotateIntegrationBody = z.strictObject({
  version,
  graceDays: days(0, MAX_GRACE_DAYS).describe('How long the old key is still accepted'),
  expiresInDays: days(1, MAX_INTEGRATION_DAYS),
})
export type RotateIntegrationBody = z.infer<typeof rotateIntegrationBody>

function faultOfPercent(text: string): Fault | null {
  if (text === '') return { code: 'required', detail: 'must be filled in' }
  const isPercent = !text.includes(',') && readPercent(text) !== null
  const detail = 'must be more than 0 and at most 100, with at most one decimal, e.g. 85.5'
  return isPercent ? null : { code: 'percent', detail }
}

/** The funding source and currency of a target, and the version that the admin saw; empty where there was none. */
const targetKey = {
  fundingSource,
  currency: z.string().refine((text) => readCurrency(text) !== null, 'must be a currency such as NGN'),
  version,
}

export const setTargetBody = z.strictObject({
  ...targetKey,
  percent: checked(z.string('must be text').trim(), faultOfPercent).describe(
    'The minimum trailing 13-week rate, in percent: more than 0, at most 100, at most one decimal',
  ),
})
export type SetTargetBody = z.infer<typeof setTargetBody>

export const removeTargetBody = z.strictObject(targetKey)
export type RemoveTargetBody = z.infer<typeof removeTargetBody>

const month = z.int('must be a month from 1 to 12').min(1, 'must be 1-12').max(12, 'must be 1-12')
const sourceSeason = { fundingSource, version }

export const setSeasonBody = z.strictObject({
  ...sourceSeason,
  id: z.string().max(64).nullable().describe('null: a new season; its version is empty'),
  name: line(30),
  firstMonth: month,
  lastMonth: month.describe('Included; before `firstMonth`, the season runs over the new year'),
})
export type SetSeasonBody = z.infer<typeof setSeasonBody>

export const removeSeasonBody = z.strictObject({ ...sourceSeason, id: z.string().max(64) })
export type RemoveSeasonBody = z.infer<typeof removeSeasonBody>
