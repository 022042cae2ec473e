import { z } from 'zod'
import { RELEASE_ACCOUNTS } from '#lib/testing/releases/releases.ts'

// The user actions recorded in a release's fixture, sent over HTTP as a browser would, as far as the release
// supports them.

const GRANT = { role: 'financier', fundingSources: ['Heifer Nigeria'] }
// Older releases answer without a version, and refuse one in a body.
const requestsSchema = z.object({
  rows: z.array(z.object({ id: z.string(), email: z.string(), version: z.string().optional() })),
})
const linkSchema = z.object({ link: z.string() })

type Answer = { status: number; body: unknown; cookie: string }
type Ask = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<Answer>

function asker(origin: string, cookie?: string): Ask {
  return async (method, path, body) => {
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: {
        origin,
        'sec-fetch-site': 'same-origin',
        ...(cookie && { cookie }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    const set = response.headers.getSetCookie().map((each) => each.split(';')[0] ?? '')
    return {
      status: response.status,
      body: isJson ? JSON.parse(text) : text.slice(0, 200),
      cookie: set.join('; '),
    }
  }
}

/** Returns the response and throws if its status is 300 or above. */
async function succeeded(asked: Promise<Answer>): Promise<Answer> {
  const answer = await asked
  if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
  return answer
}

/**
 * Signs in with a wrong and a right password and performs typical actions of admins and financiers, so that
 * the fixture holds their rows.
 * @param origin origin of a running web server of the release
 */
export async function actAsPeople(origin: string): Promise<void> {
  const stranger = asker(origin)
  const { admin } = RELEASE_ACCOUNTS
  const wrong = await stranger('POST', '/api/auth/sign-in', { ...admin, password: 'not this one at all' })
  if (wrong.status !== 401) throw new Error(`A wrong password was answered with ${wrong.status}`)
  const { cookie } = await succeeded(stranger('POST', '/api/auth/sign-in', admin))
  // This session stays open, beside the session that acts below and signs out.
  await succeeded(stranger('POST', '/api/auth/sign-in', admin))
  const asAdmin = asker(origin, cookie)
  await succeeded(asAdmin('GET', '/api/billing-periods'))
  await succeeded(asAdmin('GET', '/api/sources'))
  await asAdmin('POST', '/api/admin/audit/verify')
  if ((await asAdmin('GET', '/api/admin/people')).status === 200) await letPeopleIn(stranger, asAdmin)
  await succeeded(asAdmin('POST', '/api/auth/sign-out'))
}

async function letPeopleIn(stranger: Ask, asAdmin: Ask): Promise<void> {
  const { financier } = RELEASE_ACCOUNTS
  for (const email of [financier.email, 'open@release.example']) {
    const asked = {
      name: 'Ada Ọláwálé',
      email,
      organisation: 'Heifer',
      fundingSources: 'ours',
      reason: 'Reports',
    }
    await succeeded(stranger('POST', '/api/access-requests', asked))
  }
  const { body } = await succeeded(asAdmin('GET', '/api/admin/access-requests'))
  const { rows } = requestsSchema.parse(body)
  const asked = rows.find(({ email }) => email === financier.email)
  const grant = { ...GRANT, ...(asked?.version && { version: asked.version }) }
  const approved = await succeeded(asAdmin('POST', `/api/admin/access-requests/${asked?.id}/approve`, grant))
  const token = new URL(linkSchema.parse(approved.body).link)
  const accepted = { token: tokenOf(token), name: 'Ada Ọláwálé', password: financier.password }
  await succeeded(stranger('POST', '/api/invitations/accept', accepted))
  const invited = { name: 'Open Invitation', email: 'invited@release.example', ...GRANT }
  await succeeded(asAdmin('POST', '/api/admin/invitations', invited))
  const program = { name: 'Ledger', ...GRANT, expiresInDays: 365 }
  await succeeded(asAdmin('POST', '/api/admin/integrations/create', program))
  const { cookie } = await succeeded(stranger('POST', '/api/auth/sign-in', financier))
  if (cookie === '') throw new Error('The financier got no session')
}

/**
 * Reads an invitation's token, which is in the query, the fragment or the last path segment, depending on the
 * release.
 */
function tokenOf(link: URL): string {
  return (
    link.searchParams.get('token') ??
    new URLSearchParams(link.hash.slice(1)).get('token') ??
    link.pathname.split('/').at(-1) ??
    ''
  )
}
