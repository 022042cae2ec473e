/** Texts around the API documentation. What the OpenAPI document says stays English. */
export const apiDocs = {
  title: 'API documentation',
  'use.title': 'Sending requests',
  'use.key':
    'Another system sends the key of its integration as a bearer token. An admin creates the key under Admin, Integrations. Store it in a variable once, then run any example as shown:',
  'use.rules':
    'Parameters are strict: an unknown, repeated or malformed one is answered with a 400 that names it. Every problem is <media></media> with a stable <code></code>, an explanation in <detail></detail>, and the <request></request> of its log line. 401: no session, or an unknown, expired or revoked key. 403: the role has no access. 429: wait as long as <retry></retry> says. The whole document is at <link></link>.',
  areas: 'Areas',
  'area.lists': 'Lists, details and exports',
  'area.collections': 'Collections',
  'area.sources': 'Sources and changes',
  'area.upstream': 'Read-only proxy',
  'area.operations': 'Operations',
  'area.people': 'People',
  'about.lists':
    'Billing periods and invoices as of the last sync. Details and PDFs are read from their source.',
  'about.collections': 'What was billed and collected, from billing periods alone.',
  'about.sources': 'How up to date and complete the data is, and what changes in it.',
  'about.upstream': 'The documented endpoints of the sources, read live.',
  'about.operations': 'For the people who operate Furrow.',
  'about.people': 'Signing in, requesting access, and what admins decide. API keys are refused here.',
  'access.anyone': 'Anyone, without a key.',
  'access.financier': 'Every role. The response has only what the caller can access.',
  'access.operator': 'Operators and admins.',
  'access.admin': 'Signed-in admins only. API keys are refused.',
  parameters: 'Parameters',
  body: 'Body (JSON)',
  answer: 'Response {status} {media}',
  problems: 'Problems',
  optional: 'optional',
} as const
