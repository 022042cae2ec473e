import { z } from 'zod'
import { instantSchema, listSchema } from '#lib/schema.ts'
import { ACTOR_KINDS, AUDIT_OUTCOMES } from './vocabulary.ts'

export const auditEventSchema = z.object({
  id: z.string().describe('Number of the event: 1, 2, 3 … without a gap'),
  at: instantSchema,
  actor: z.object({
    kind: z.enum(ACTOR_KINDS),
    id: z.string().nullable(),
    name: z.string().nullable().describe('As it was when it happened'),
  }),
  action: z.string().describe('A dotted name, e.g. invoice_pdf.download'),
  outcome: z.enum(AUDIT_OUTCOMES),
  subject: z.string().nullable().describe('What it was done to'),
  details: z.record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]),
  ),
  requestId: z.string().nullable(),
  hash: z.string().describe('Seals the event together with the one before'),
})
export type AuditEvent = z.infer<typeof auditEventSchema>

export const auditListSchema = listSchema(auditEventSchema)
export type AuditList = z.infer<typeof auditListSchema>

export const auditEventAnswerSchema = z.object({
  event: auditEventSchema,
  previousHash: z.string(),
  isIntact: z.boolean().describe('Whether the hash fits the event and the one before, checked now'),
})
export type AuditEventAnswer = z.infer<typeof auditEventAnswerSchema>

/** The result of verifying the whole hash chain. */
const auditCheckSchema = z.object({
  checkedAt: instantSchema,
  verified: z.int().describe('Events that hold'),
  from: z.int().describe('First event checked: those before it are sealed with an earlier secret'),
  to: z.int().describe('Last event that holds; 0 where there is none'),
  fault: z
    .object({
      sequence: z.int(),
      kind: z.enum(['edited', 'missing', 'reordered', 'truncated', 'forged']),
      detail: z.string(),
    })
    .nullable(),
})
export type AuditCheck = z.infer<typeof auditCheckSchema>

export const auditChainSchema = z.object({
  events: z.int(),
  check: auditCheckSchema.nullable().describe('Last check by this server; null: none since it started'),
})
export type AuditChain = z.infer<typeof auditChainSchema>
