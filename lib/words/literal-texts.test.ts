import { globSync, readFileSync } from 'node:fs'
import { parseSync } from 'oxc-parser'
import { expect, test } from 'vitest'

// Every text that a person sees comes from the catalogue. This finds the ones that stand in a component or a
// command.

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
  'components/api-docs/api-docs-view.tsx': [
    ...['read -rs FURROW_KEY &amp;&amp; export FURROW_KEY', 'application/problem+json', '/api/openapi.json'],
    ...['code', 'detail', 'requestId', 'Retry-After'],
  ],
}

/** Functions of commands whose text people read, even if it is one word. */
const SAID = /^(?:say\w*|warn|fail|below|write|log|error)$/
/** What a program reads: a statement of SQL, log lines, and errors that only developers see. */
const UNSPOKEN = /^(?:query|sql|info|Error)$/

/** Commands, and what they say through: settings, DATA_DIR, PostgreSQL, backups. */
const COMMANDS = [
  'bin/**/*.ts',
  'lib/server/{config,backup,db/embedded}/**/*.ts',
  'lib/server/db/{faults,migrate,origin,pooler,schema-fence,take-role}.ts',
  'lib/server/sync/{aggregate-rounds,configuration,pause-watch,work-listener,worker}.ts',
]

/** Commands whose output stays English, each for a reason. */
const ENGLISH_COMMANDS = [
  // Tests, and the simulation that only developers run.
  '**/*.{test,itest}.ts',
  'bin/{testing,start-mistakes}/**',
  'bin/{sim,sim-*,verdicts,test,keep-release*}.ts',
  // Answers of the API: their `detail` stays English.
  'bin/http-server/**',
]

/** Literals of commands that are no text of Furrow's, by file. */
const ALLOWED_IN_COMMANDS: Readonly<Record<string, readonly string[]>> = {
  // What the driver of PostgreSQL says, and names of connections.
  'bin/database-start.ts': ['Query read timeout'],
  'lib/server/db/faults.ts': ['Failed query:'],
  'lib/server/db/pooler.ts': ['Query read timeout', 'furrow start'],
  'lib/server/sync/configuration.ts': ['furrow configuration … …'],
  'lib/server/sync/work-listener.ts': ['furrow worker'],
  // An error that only the sync itself catches.
  'lib/server/sync/pause-watch.ts': ['… is paused'],
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

/**
 * Returns the literal texts of a command that a person would read: whatever has two words, and what is given
 * to a function that prints.
 */
function commandTexts(source: string): string[] {
  const found: string[] = []
  const visit = (node: Node): void => {
    if (/^(?:Import|Export\w+From|TS)/.test(node.type)) return
    const called = calledBy(node)
    if (UNSPOKEN.test(called)) return
    if (SAID.test(called)) found.push(...[node.arguments].flat().flatMap(textsOf).filter(isText))
    else found.push(...textsOf(node).filter(isSentence))
    for (const value of Object.values(node).flat()) if (isNode(value)) visit(value)
  }
  visit(parseSync('one.ts', source).program as unknown as Node)
  return [...new Set(found)]
}

/** The name of the function that a call or a tagged template calls; '' for other nodes. */
function calledBy({ callee, tag }: Node): string {
  const target = callee ?? tag
  if (!isNode(target)) return ''
  // query<Row>(db)`select …`
  return target.type === 'CallExpression' ? calledBy(target) : nameOf(target.property ?? target)
}

function isSentence(text: string): boolean {
  const words = text.split(/\s+/).filter((word) => /^["“(]?\p{L}{2,}[.,:;!?)"”]*$/u.test(word))
  return words.length > 1
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

test('commands take every text from the catalogue', () => {
  const files = globSync(COMMANDS, { exclude: ENGLISH_COMMANDS })
  expect(files.length).toBeGreaterThan(50)
  const found = files.flatMap((file) =>
    commandTexts(readFileSync(file, 'utf8'))
      .filter((text) => !ALLOWED_IN_COMMANDS[file]?.includes(text))
      .map((text) => `${file}: ${text}`),
  )
  expect(found).toEqual([])
})

test.each([
  ["say('Stopped')", ['Stopped']],
  ["say(isOver ? 'Done' : `Step $" + '{n}`)', ['Done', 'Step …']],
  ["process.stdout.write('Ready\\n')", ['Ready\n']],
  ["throw new ExplainedError('Say what to do')", ['Say what to do']],
  ['function why(file) { return `$' + '{file} is a folder.` }', ['… is a folder.']],
  ["const FIXES = { full: 'Make room there.' }", ['Make room there.']],
  ["throw new Error('The list is empty')", []],
  ["labelled('pages', 'built in one minute')", ['built in one minute']],
  ["client.query('select one from two')", []],
  ['query<Row>(db)`select one from two`', []],
  ["import { one } from './two words.ts'", []],
  ["say(t('stopped'))", []],
  ["run('--once', 'NODE_ENV=test one')", []],
])('finds the text in the command %s', (source, texts) => {
  expect(commandTexts(source)).toEqual(texts)
})
