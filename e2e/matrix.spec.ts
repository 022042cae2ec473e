import { addresses } from '#e2e/support/addresses.ts'
import { type Caller, call, everyCaller, NOBODY, sandboxAdmin } from '#e2e/support/callers.ts'
import { forgetLimits } from '#e2e/support/database.ts'
import { startWithoutProxy } from '#e2e/support/further-server.ts'
import { checkPage, FRAMEWORK, isAllowed, PAGES } from '#e2e/support/page-access.ts'
import { builtFor, builtRoutes, describedRoutes, exampleOf, type Operation } from '#e2e/support/routes.ts'
import { expect, test } from '#e2e/support/test.ts'

// The authorisation matrix: every route and page of the build, requested by every kind of caller.

const OWN = ['AGRI-FUND-1', 'Heifer Nigeria']
const OTHER = ['Savannah Mechanisation Facility']

/** The built catch-all route without an endpoint, which answers all unknown API addresses. */
const WITHOUT_ENDPOINT = ['/api/{path+}']
/** Routes for callers without a session, health checks and API clients; all other routes need a viewer. */
const FOR_ANYONE = [
  ...['/api/access-requests', '/api/invitations/accept', '/api/auth/callback/oidc', '/api/auth/oidc'],
  ...['/api/auth/forgotten-password', '/api/auth/new-password'],
  ...['/api/auth/sandbox', '/api/auth/setup', '/api/auth/sign-in', '/api/auth/sign-out'],
  ...['/api/health/live', '/api/health/ready', '/api/openapi.json'],
]
/** Routes about passwords and sessions, which integrations do not have. */
const OF_PEOPLE = ['/api/auth/password', '/api/auth/sessions']
/** Bodies that a route validates before it checks the caller. */
const BODIES: Record<string, unknown> = {
  '/api/auth/password': { currentPassword: 'not this one', newPassword: 'harrow the long field' },
}
/** Statuses of a caller who passed the access check, including those for invalid and unknown requests. */
const LET_IN = [200, 202, 303, 400, 404, 409, 415]

/** Returns the refusal that a route must give to a caller; null if the route must let the caller in. */
function refusalFor(caller: Caller, { template, access }: Operation): [number, string] | null {
  if (access === 'anyone') return null
  if (caller.role === null) return [401, 'not_signed_in']
  if (!isAllowed(caller, access)) return [403, 'not_allowed']
  const isOfPeople = OF_PEOPLE.some((path) => template.startsWith(path))
  return isOfPeople && caller.kind === 'integration' ? [403, 'people_only'] : null
}

async function checkRoute(caller: Caller, route: Operation, at: string): Promise<string | null> {
  const { method, hasBody, template, access } = route
  const body = hasBody ? (BODIES[template] ?? {}) : undefined
  const response = await call(caller, exampleOf(route), { method, body, at })
  const isProblem = response.headers.get('content-type')?.includes('problem+json')
  // Streams are cancelled after their headers.
  const problem = isProblem ? await response.json() : await response.body?.cancel()
  const refusal = refusalFor(caller, route)
  const told = [response.status, problem?.code ?? '']
  if (refusal !== null) return String(told) === String(refusal) ? null : told.join(' ')
  const isPlain = method === 'GET' && access !== 'anyone' && !/\{|upstream/.test(template)
  return (isPlain ? [200] : LET_IN).includes(response.status) ? null : told.join(' ')
}

/**
 * Requests every route and page as every caller. Returns the number of cells and those with a wrong response.
 */
async function checkAll(callers: readonly Caller[], at: string): Promise<{ cells: number; wrong: string[] }> {
  const wrong: string[] = []
  let cells = 0
  const note = (name: string, told: string | null) => {
    cells += 1
    if (told !== null) wrong.push(`${name}: ${told}`)
  }
  const routes = await describedRoutes()
  const checkRoutes = async (some: readonly Operation[]) => {
    for (const route of some) {
      await forgetLimits()
      for (const caller of callers)
        note(`${caller.name} ${route.method} ${route.template}`, await checkRoute(caller, route, at))
    }
  }
  const isSignOut = ({ template }: Operation) => template === '/api/auth/sign-out'
  await checkRoutes(routes.filter((route) => !isSignOut(route)))
  for (const path of Object.keys(PAGES))
    for (const caller of callers)
      for (const isOpen of [false, true])
        note(
          `${caller.name} page ${path}${isOpen ? ' from another' : ''}`,
          await checkPage(caller, path, at, isOpen),
        )
  // Sign-out comes last, because it ends the session that all other requests use.
  await checkRoutes(routes.filter(isSignOut))
  return { cells, wrong }
}

test('the matrix covers exactly the routes and pages of the build', async () => {
  const built = await builtRoutes()
  const described = new Set((await describedRoutes()).map(({ template }) => builtFor(template)))
  expect([...described, ...WITHOUT_ENDPOINT].sort()).toEqual(built.api)
  expect([...Object.keys(PAGES), ...FRAMEWORK].sort()).toEqual(built.pages)
})

test('the open routes are a closed list, and every admin route is for admins only', async () => {
  const routes = await describedRoutes()
  const open = routes.filter(({ access }) => access === 'anyone').map(({ template }) => template)
  expect(open.sort()).toEqual(FOR_ANYONE.toSorted())
  const ofAdmins = routes.filter(({ template }) => template.startsWith('/api/admin/'))
  expect(new Set(ofAdmins.map(({ access }) => access))).toEqual(new Set(['admin']))
})

test('a route answers its own method only, for every caller', async () => {
  const callers = [NOBODY, await sandboxAdmin()]
  const wrong: string[] = []
  let asked = 0
  for (const route of await describedRoutes()) {
    const { template, method, hasHead } = route
    await forgetLimits()
    for (const other of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD']) {
      if (other === method || (other === 'HEAD' && hasHead)) continue
      for (const caller of callers) {
        const { status } = await call(caller, exampleOf(route), { method: other })
        asked += 1
        if (status !== 405) wrong.push(`${caller.name} ${other} ${template}: ${status}`)
      }
    }
  }
  console.info(`methods that no route has: ${asked} asked, ${wrong.length} wrong`)
  expect(wrong).toEqual([])
})

test('every caller reaches exactly the routes and pages allowed to them', async () => {
  test.setTimeout(300_000)
  const callers = await everyCaller(OWN, OTHER)
  const { cells, wrong } = await checkAll(callers, addresses().appUrl)
  console.info(`authorisation matrix: ${cells} cells, ${callers.length} callers, ${wrong.length} wrong`)
  expect(wrong).toEqual([])
})

test('the matrix also holds without proxy.ts', async () => {
  test.setTimeout(300_000)
  const callers = await everyCaller(OWN, OTHER)
  const server = await startWithoutProxy()
  try {
    // Only proxy.ts knows the requested page, so without it the redirect has no `next`.
    const leadsTo = async (at: string) => (await call(NOBODY, '/sources', { at })).headers.get('location')
    expect(await leadsTo(addresses().appUrl)).toContain('/sign-in?next=%2Fsources')
    expect(await leadsTo(server.url)).toMatch(/\/sign-in$/)
    const { cells, wrong } = await checkAll(callers, server.url)
    console.info(`authorisation matrix without proxy.ts: ${cells} cells, ${wrong.length} wrong`)
    expect(wrong).toEqual([])
  } finally {
    await server.stop()
  }
})
