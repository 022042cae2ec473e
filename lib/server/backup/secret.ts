import 'server-only'
import { type AuditHead, auditSeals } from '#lib/server/audit/seal.ts'

/**
 * Tells whether a secret is the one that sealed the head of an audit log, so that a restore can check
 * AUTH_SECRET. Each backup with an audit event holds the seal, which reveals nothing of the secret.
 * @returns null without a head
 */
export function isSealedWith(head: AuditHead | null, secret: string): boolean | null {
  return head === null ? null : auditSeals(secret).headOf(head.sequence, head.hash).seal === head.seal
}
