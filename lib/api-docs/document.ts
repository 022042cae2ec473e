// The parts of the OpenAPI document that the documentation page shows. lib/server/api/openapi.ts creates the
// document and guarantees these shapes.

type Schema = {
  $ref?: string
  type?: string | readonly string[]
  description?: string
  enum?: readonly unknown[]
  const?: unknown
  default?: unknown
  format?: string
  items?: Schema
  anyOf?: readonly Schema[]
  properties?: Readonly<Record<string, Schema>>
  required?: readonly string[]
  additionalProperties?: unknown
}
type Media = Readonly<Record<string, { schema?: Schema }>>
export type Parameter = {
  name: string
  in: 'path' | 'query'
  required: boolean
  description: string
  schema: Schema
}
type RawOperation = {
  operationId: string
  summary: string
  parameters: readonly Parameter[]
  requestBody?: { content: Media }
  responses: Readonly<Record<string, { description: string; content?: Media }>>
  'x-access': 'anyone' | 'financier' | 'operator' | 'admin'
}
export type ApiDocument = {
  info: { description: string }
  paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>
  components: { schemas: Readonly<Record<string, Schema>> }
}

/** One field of a request body or a response. */
export type FieldLine = { name: string; type: string; isRequired: boolean; description: string | null }

/** One operation, ready to render. */
export type Operation = {
  id: string
  method: string
  path: string
  summary: string
  access: RawOperation['x-access']
  parameters: readonly Parameter[]
  body: readonly FieldLine[] | null
  bodySchema: Schema | null
  answer: { status: string; mediaTypes: readonly string[]; fields: readonly FieldLine[] }
  problems: readonly { status: string; description: string }[]
}
export type Area = { id: (typeof AREAS)[number]['id']; operations: readonly Operation[] }

const AREAS = [
  {
    id: 'lists',
    prefixes: ['/api/billing-periods', '/api/invoices', '/api/filter-options', '/api/find', '/api/notes'],
  },
  { id: 'collections', prefixes: ['/api/collections'] },
  { id: 'sources', prefixes: ['/api/sources', '/api/events'] },
  { id: 'upstream', prefixes: ['/api/upstream'] },
  { id: 'operations', prefixes: ['/api/health', '/api/openapi.json'] },
  { id: 'people', prefixes: ['/api/'] },
] as const

/**
 * Groups the document's operations by area, in document order. Each operation is in the first area whose
 * prefix fits its path.
 */
export function areasOf(document: ApiDocument): Area[] {
  const all = Object.entries(document.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, raw]) => operationOf(document, path, verb, raw)),
  )
  const areaOf = ({ path }: Operation) =>
    AREAS.find(({ prefixes }) => prefixes.some((prefix) => path.startsWith(prefix)))
  return AREAS.map((area) => ({ id: area.id, operations: all.filter((one) => areaOf(one) === area) }))
}

function operationOf(document: ApiDocument, path: string, verb: string, raw: RawOperation): Operation {
  const answers = Object.entries(raw.responses)
  const [status, answer] = answers.find(([code]) => /^[23]/.test(code) && code !== '304') ?? [
    '200',
    { description: '' },
  ]
  const bodySchema = raw.requestBody?.content['application/json']?.schema ?? null
  const answerSchema = answer.content?.['application/json']?.schema
  return {
    id: raw.operationId,
    method: verb.toUpperCase(),
    path,
    summary: raw.summary,
    access: raw['x-access'],
    parameters: raw.parameters,
    bodySchema: bodySchema && resolve(document, bodySchema),
    body: bodySchema && fieldsOf(document, bodySchema),
    answer: {
      status,
      mediaTypes: Object.keys(answer.content ?? {}),
      fields: answerSchema ? fieldsOf(document, answerSchema) : [],
    },
    problems: answers
      .filter(([code]) => /^[45]/.test(code))
      .map(([code, { description }]) => ({ status: code, description })),
  }
}

function resolve(document: ApiDocument, schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1)
  return (name === undefined ? undefined : document.components.schemas[name]) ?? schema
}

function fieldsOf(document: ApiDocument, schema: Schema): FieldLine[] {
  const { properties = {}, required = [] } = resolve(document, schema)
  return Object.entries(properties).map(([name, field]) => ({
    name,
    type: typeText(field),
    isRequired: required.includes(name),
    description: field.description ?? resolve(document, field).description ?? null,
  }))
}

/** Describes a type briefly, e.g. `string`, `Invoice[]`, `'a' | 'b'`, `date`. */
export function typeText(schema: Schema): string {
  if (schema.$ref) return schema.$ref.split('/').at(-1) ?? 'object'
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.anyOf) return schema.anyOf.map(typeText).join(' | ')
  if (schema.items) return `${wrapped(typeText(schema.items))}[]`
  if (schema.format && schema.type === 'string') return schema.format
  return [schema.type ?? 'any'].flat().join(' | ')
}

function wrapped(text: string): string {
  return text.includes(' ') ? `(${text})` : text
}
