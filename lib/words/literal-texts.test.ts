import { globSync, readFileSync } from 'node:fs'
import { parseSync } from 'oxc-parser'
import { expect, test } from 'vitest'

// Every text that a person sees comes from the catalogue. This finds the ones that stand in a component.

/** Attributes whose text people read or hear. */
const SPOKEN =
  /^(?:title|label|placeholder|alt|aria-(?:label|description|roledescription|valuetext)|failure|what|effect)$/

/** Texts outside the catalogue, by file, each for a reason. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  // Rendered without any provider when everything above has failed.
  'app/global-error.tsx': ['*'],
  // Names of the product and of a format.
  'components/shell/bare-page.tsx': ['Furrow'],
  'components/shell/sidebar.tsx': ['Furrow'],
  'app/(public)/layout.tsx': ['Furrow'],
  'components/charts/csv-button.tsx': ['CSV'],
  // What a program reads or sends.
  'components/admin/secret-once.tsx': ['Authorization: Bearer'],
  'components/api-docs/api-docs-view.tsx': ['*'],
}

type Node = { type: string; [field: string]: unknown }
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value
const isText = (text: string) => /\p{L}{2,}/u.test(text)

/** Returns the literal texts of a component that a person would read. */
function literalTexts(source: string): string[] {
  const found: string[] = []
  const visit = (node: Node, parent: Node | null): void => {
    if (node.type === 'JSXText' && isText(String(node.value))) found.push(String(node.value).trim())
    if (node.type === 'JSXAttribute' && isNode(node.value) && SPOKEN.test(nameOf(node.name)))
      found.push(...textsOf(node.value).filter(isText))
    if (node.type === 'JSXExpressionContainer' && parent?.type !== 'JSXAttribute')
      found.push(...textsOf(node).filter(isText))
    for (const value of Object.values(node).flat()) if (isNode(value)) visit(value, node)
  }
  visit(parseSync('one.tsx', source).program as unknown as Node, null)
  return found
}

function nameOf(name: unknown): string {
  return isNode(name) && typeof name.name === 'string' ? name.name : ''
}

/** The texts that an expression can become: of every branch, and of a template with … for its values. */
function textsOf(expression: unknown): string[] {
  if (!isNode(expression)) return []
  const { type, value } = expression
  if (type === 'Literal') return typeof value === 'string' ? [value] : []
  if (type === 'TemplateLiteral') {
    const pieces = expression.quasis as { value: { cooked: string } }[]
    return [pieces.map((piece) => piece.value.cooked).join('…')]
  }
  const { consequent, alternate, left, right } = expression
  if (type === 'ConditionalExpression') return [...textsOf(consequent), ...textsOf(alternate)]
  if (type === 'LogicalExpression') return [...textsOf(left), ...textsOf(right)]
  return textsOf(expression.expression)
}

test('components take every text from the catalogue', () => {
  const files = globSync('{app,components}/**/*.tsx', { exclude: ['**/*.test.tsx', 'components/testing/**'] })
  expect(files.length).toBeGreaterThan(100)
  const found = files.flatMap((file) => {
    const allowed = ALLOWED[file] ?? []
    return literalTexts(readFileSync(file, 'utf8'))
      .filter((text) => !allowed.includes('*') && !allowed.includes(text))
      .map((text) => `${file}: ${text}`)
  })
  expect(found).toEqual([])
})

test.each([
  ['<p>Saved</p>', ['Saved']],
  ["<p>{isOpen ? 'Open' : 'Closed'}</p>", ['Open', 'Closed']],
  ['<p>{`$' + '{n} rows`}</p>', ['… rows']],
  ["<p>{name || 'Nobody'}</p>", ['Nobody']],
  ['<button title="Close it" />', ['Close it']],
  ["<Field label={'Name'} />", ['Name']],
  ['<p className="text-soft">{t(\'title\')}</p>', []],
  ['<span>·</span>', []],
])('finds the text in %s', (source, texts) => {
  expect(literalTexts(`const one = ${source}`)).toEqual(texts)
})
