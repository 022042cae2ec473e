import 'server-only'
import type { z } from 'zod'
import { isLoopbackHost, type variables } from './env-variables.ts'

/** How people get in. Secrets: never log, send or throw these values. */
export type Entrance = {
  /** The first admin, made when there is no person yet; null: a setup link is printed. */
  admin: { email: string; password: string } | null
  /** Single sign-on; null: off. */
  oidc: { issuer: string; clientId: string; clientSecret: string } | null
}

/**
 * Reads how people get in. In: the variables, and the list that each mistake is added to: what belongs together must all
 * be there, and a server that other machines reach must be told its address.
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

/** Variables that mean something only together: all of them, or null where none is set. */
function together<Name extends string>(
  given: Record<Name, string | undefined>,
  mistakes: string[],
): Record<Name, string> | null {
  const names = Object.keys(given) as Name[]
  const missing = names.filter((name) => given[name] === undefined)
  // Nothing is undefined where nothing is missing.
  if (missing.length === 0) return given as Record<Name, string>
  const others = names.filter((name) => !missing.includes(name)).join(' and ')
  if (others !== '') for (const name of missing) mistakes.push(`${name} is missing: set it beside ${others}`)
  return null
}
