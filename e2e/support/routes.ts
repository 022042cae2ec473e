import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { addresses } from './addresses.ts'

const MANIFEST = path.resolve(import.meta.dirname, '../../.next/server/app-paths-manifest.json')

/** Addresses of the built product: `/api/…` with `{name}` for what changes, and those of its pages. */
export type Built = { api: string[]; pages: string[] }

/** What the build answers, by its own list of it. */
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

/** Every route as its endpoint says it is; the OpenAPI document is made from the table that the routes are made from. */
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

/** The built address that a described one belongs to: the proxy is one route for every address of the sources. */
export function builtFor(template: string): string {
  return template.startsWith('/api/upstream/') ? '/api/upstream/{source}/{path+}' : template
}

/** An address of the template at which whoever may ask is told that there is no such thing, or gets a harmless answer. */
export function exampleOf({ template, method }: Operation): string {
  const week = 'startDate=2026-01-05&endDate=2026-01-06'
  const query: Record<string, string> = {
    '/api/filter-options': '?list=billing-periods',
    '/api/invoices': '?source=hello-tractor',
    '/api/invoices/export': '?format=csv&source=hello-tractor',
    '/api/billing-periods/export': '?format=csv',
    '/api/admin/audit/export': '?format=csv',
    '/api/collections/summary': '?group_by=status',
    '/api/upstream/payment-links/reports/invoices': `?${week}`,
  }
  const values: Record<string, string> = {
    // A source that is none keeps an allowed act from doing anything.
    source: method === 'POST' ? 'nowhere' : 'hello-tractor',
    action: 'confirm',
    sequence: '1',
  }
  return template.replace(/\{(\w+)\+?\}/g, (_, name) => values[name] ?? 'unknown') + (query[template] ?? '')
}
