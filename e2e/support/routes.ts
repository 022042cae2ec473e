import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { addresses } from './addresses.ts'

const MANIFEST = path.resolve(import.meta.dirname, '../../.next/server/app-paths-manifest.json')

/** Addresses in the build: API routes as `/api/…` with `{name}` for parameters, and pages. */
export type Built = { api: string[]; pages: string[] }

/** Reads the routes and pages of the build from Next's manifest. */
export async function builtRoutes(): Promise<Built> {
  const entries = Object.keys(JSON.parse(await readFile(MANIFEST, 'utf8')))
  const addressed = (kind: string) =>
    entries
      .filter((entry) => entry.endsWith(`/${kind}`))
      .map((entry) => entry.slice(0, -kind.length - 1).replace(/\/\([^)]+\)/g, '') || '/')
      .map((entry) => entry.replace(/\[+\.\.\.(\w+)\]+/g, '{$1+}').replace(/\[(\w+)\]/g, '{$1}'))
      .sort()
  return { api: addressed('route'), pages: addressed('page') }
}

export type Access = 'anyone' | 'financier' | 'operator' | 'admin'
export type Operation = {
  template: string
  method: 'GET' | 'POST'
  access: Access
  hasBody: boolean
  hasHead: boolean
}
type Described = { 'x-access': Access; requestBody?: unknown; responses: Record<string, unknown> }
type Document = { paths: Record<string, Record<string, Described>> }

/** Reads every route from the OpenAPI document, which is made from the same table as the routes. */
export async function describedRoutes(): Promise<Operation[]> {
  const document: Document = await (await fetch(`${addresses().appUrl}/api/openapi.json`)).json()
  return Object.entries(document.paths).flatMap(([template, verbs]) =>
    Object.entries(verbs).map(([verb, described]) => ({
      template,
      method: verb === 'get' ? ('GET' as const) : ('POST' as const),
      access: described['x-access'],
      hasBody: described.requestBody !== undefined,
      hasHead: '304' in described.responses,
    })),
  )
}

/**
 * Returns the built address of a described route: the proxy is one route for all addresses of the sources.
 */
export function builtFor(template: string): string {
  return template.startsWith('/api/upstream/') ? '/api/upstream/{source}/{path+}' : template
}

/** Builds an address for the template at which an allowed caller gets a 404 or a harmless response. */
export function exampleOf({ template, method }: Operation): string {
  const week = 'startDate=2026-01-05&endDate=2026-01-06'
  const query: Record<string, string> = {
    '/api/filter-options': '?list=billing-periods',
    '/api/find': '?search=ht',
    '/api/notes/owners': '?funding_source=Heifer',
    '/api/invoices': '?source=hello-tractor',
    '/api/invoices/changes': '?source=hello-tractor',
    '/api/invoices/export': '?format=csv&source=hello-tractor',
    '/api/billing-periods/export': '?format=csv',
    '/api/contracts/export': '?format=csv',
    '/api/admin/audit/export': '?format=csv',
    '/api/collections/summary': '?group_by=status',
    '/api/upstream/payment-links/reports/invoices': `?${week}`,
  }
  const values: Record<string, string> = {
    // An unknown source keeps an allowed action from having an effect.
    source: method === 'POST' ? 'nowhere' : 'hello-tractor',
    action: 'confirm',
    resource: 'invoices',
    sequence: '1',
  }
  return template.replace(/\{(\w+)\+?\}/g, (_, name) => values[name] ?? 'unknown') + (query[template] ?? '')
}
