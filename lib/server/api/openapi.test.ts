import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ENDPOINTS } from './endpoints.ts'
import { openApiDocument } from './openapi.ts'

const ROOT = path.resolve(import.meta.dirname, '../../../app/api')
const UNKNOWN_ADDRESSES = '/api/{{path}}'

/** Returns the path of every route file, in the notation of the endpoint table. */
function routeFiles(): string[] {
  return readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'route.ts')
    .map((file) => `/api/${path.dirname(file)}`)
    .map((address) => address.replace(/\[\[\.\.\.(\w+)\]\]/, '{{$1}}').replace(/\[\.\.\.(\w+)\]/, '{$1+}'))
    .map((address) => address.replace(/\[(\w+)\]/g, '{$1}'))
    .filter((address) => address !== UNKNOWN_ADDRESSES)
    .sort()
}

test('lists every route file in the table of endpoints, and has a file for every endpoint', () => {
  expect(
    Object.values(ENDPOINTS)
      .map((endpoint) => endpoint.path)
      .sort(),
  ).toEqual(routeFiles())
})

const document = openApiDocument()
type Operation = {
  parameters: { name: string; in: string; required: boolean; schema: Record<string, unknown> }[]
  responses: Record<string, { content?: Record<string, { schema?: { $ref?: string } }> }>
}
const paths = document.paths as Record<string, Record<string, Operation>>
const operations = Object.entries(paths).flatMap(([address, verbs]) =>
  Object.values(verbs).map((operation) => [address, operation] as const),
)

test('describes every endpoint, its parameters, its response and its problems', () => {
  for (const endpoint of Object.values(ENDPOINTS)) {
    if (endpoint.query === null) continue
    const operation = paths[endpoint.path]?.[endpoint.method.toLowerCase()]
    const names = operation?.parameters.map((parameter) => parameter.name)
    expect(names).toEqual([...Object.keys(endpoint.pathParams), ...Object.keys(endpoint.query)])
    expect(operation?.responses[endpoint.status]?.content).toBeDefined()
  }
  const proxied = paths['/api/upstream/client-invoices/api/v1/invoice/{id}/download']?.get
  expect(proxied?.responses[200]?.content).toHaveProperty('application/pdf')
  expect(paths['/api/auth/callback/oidc']?.get?.responses).toHaveProperty('303')
})

test('declares exactly the parameters that its path contains', () => {
  for (const [address, operation] of operations) {
    const inPath = [...address.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
    expect(operation.parameters.filter((given) => given.in === 'path').map((given) => given.name)).toEqual(
      inPath,
    )
  }
})

test('lists each operation’s problems, and has a target for every reference', () => {
  const schemas = (document.components as { schemas: Record<string, unknown> }).schemas
  for (const [, operation] of operations) {
    for (const status of [400, 403, 405, 500]) {
      expect(operation.responses[status]?.content?.['application/problem+json']?.schema?.$ref).toBe(
        '#/components/schemas/Problem',
      )
    }
  }
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)]
  expect(references.length).toBeGreaterThan(50)
  for (const [, name = ''] of references) expect(schemas[name]).toBeDefined()
})

test('describes closed vocabularies and days as such', () => {
  const parameters = paths['/api/billing-periods']?.get?.parameters ?? []
  const schemaOf = (name: string) => parameters.find((parameter) => parameter.name === name)?.schema
  expect(schemaOf('start_from')).toEqual({ type: 'string', format: 'date' })
  expect(schemaOf('sort')).toMatchObject({ default: '-start_date' })
  expect(schemaOf('status')).toMatchObject({
    type: 'array',
    items: { anyOf: [{ enum: expect.arrayContaining(['PENDING', 'OTHER']) }, { pattern: '^OTHER:' }] },
  })
  expect(schemaOf('limit')).toEqual({ type: 'integer', minimum: 1, maximum: 200, default: 50 })
})
