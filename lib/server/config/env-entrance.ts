import 'server-only'
import type { z } from 'zod'
import { isLoopbackHost, type variables } from './env-variables.ts'

/** Sign-in settings. Secrets: never log, send or throw these values. */
export type Entrance = {
  /** The first admin, created while no person exists; null prints a setup link instead. */
  admin: { email: string; password: string } | null
  /** Single sign-on; null when off. */
  oidc: { issuer: string; clientId: string; clientSecret: string } | null
}

/**
 * Reads the sign-in settings. Adds a mistake for an incomplete group of variables, and for a server that
 * other machines can reach without APP_URL.
 * @param mistakes receives one line per mistake
 */
export function readEntrance(values: z.infer<typeof variables>, mistakes: string[]): Entrance {
  const { ADMIN_EMAIL, ADMIN_PASSWORD, OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = values
  const admin = together({ ADMIN_EMAIL, ADMIN_PASSWORD }, mistakes)
  const oidc = together({ OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET }, mistakes)
  if (!isLoopbackHost(values.LISTEN_HOST) && values.APP_URL === undefined) {
    mistakes.push(
      'APP_URL is missing: LISTEN_HOST lets other machines in, so set the address they use, e.g. https://furrow.example.com',
    )
  }
  return {
    admin: admin && { email: admin.ADMIN_EMAIL.toLowerCase(), password: admin.ADMIN_PASSWORD },
    oidc: oidc && {
      issuer: oidc.OIDC_ISSUER,
      clientId: oidc.OIDC_CLIENT_ID,
      clientSecret: oidc.OIDC_CLIENT_SECRET,
    },
  }
}

/**
 * Reads variables that are only valid together; null when none is set, and a mistake for each missing one
 * when some are.
 */
function together<Name extends string>(
  given: Record<Name, string | undefined>,
  mistakes: string[],
): Record<Name, string> | null {
  const names = Object.keys(given) as Name[]
  const missing = names.filter((name) => given[name] === undefined)
  // With no name missing, every value is defined.
  if (missing.length === 0) return given as Record<Name, string>
  const others = names.filter((name) => !missing.includes(name)).join(' and ')
  if (others !== '') for (const name of missing) mistakes.push(`${name} is missing: set it beside ${others}`)
  return null
}
