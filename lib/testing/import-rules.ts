import type { Import } from './import-graph.ts'

// The import rules. docs/architecture.md explains the layers.

/** The folders of lib/server's layers, lowest first. A folder imports only folders before it in this list. */
const LAYER_FOLDERS = [
  ...['viewer.ts', 'config', 'words', 'log', 'db'],
  ...['upstream', 'audit', 'mail', 'backup', 'http'],
  ...['auth', 'lists', 'export', 'live'],
]
/** Folders above those layers, which never import each other. */
const FEATURES = [
  ...['billing-periods', 'contracts', 'invoices', 'collections', 'sources', 'find', 'notes'],
  ...['sync', 'events', 'admin', 'audit-log'],
]
const TOP_FOLDER = 'api'

const SERVER = '^lib/server/'
const PURE_LIB = '^lib/(?!server/|sandbox/|testing/|api/)(?!.*/queries\\.ts$)'
const BROWSER = '^(components/|lib/api/|lib/.*/queries\\.ts$)'
/** The screen that joins those of other features. */
const JOINING_SCREEN = 'report'
const SHARED_COMPONENTS = 'ui|table|charts|list|filters|detail|figures|changes|shell'

type Rule = { from: string; to: string; isForTypes?: false; instead: string }

const RULES: readonly Rule[] = [
  {
    from: '^(app|components|lib/(?!server/|testing/|words/))',
    to: '^lib/words/(areas|command-words|compile-texts|languages|locale-rules|en/.*)\\.ts$',
    isForTypes: false,
    instead: 'Those files hold every text of every language: take `t` from useWords or lib/server/words.',
  },
  {
    from: '^(components|lib|bench|rehearsal)/',
    to: '^app/',
    instead: 'Nothing imports from app: move what both need to lib or components.',
  },
  {
    from: '^lib/',
    to: '^components/',
    instead: 'lib never imports components: pass the data down from a page.',
  },
  {
    from: `${PURE_LIB}|${BROWSER}`,
    to: SERVER,
    instead:
      'The browser and pure lib never import lib/server: read through app/api, or pass data down from a page.',
  },
  {
    from: PURE_LIB,
    to: '^(react|react-dom|next|@tanstack/.*|node:.*|pg|undici)$',
    instead: 'Pure lib knows no React, no Next and no I/O: move this to components, app or lib/server.',
  },
  {
    from: '^(app|components|lib)/',
    to: '^next/link$',
    isForTypes: false,
    instead:
      'The first view of every page would grow by 4 KiB: link with PageLink or TextLink of components/ui.',
  },
  {
    from: BROWSER,
    to: '^zod$',
    isForTypes: false,
    instead: 'zod stays on the server (34 KiB): import its types alone; the server checks what it sends.',
  },
  {
    from: `${SERVER}upstream/(?!call-log)`,
    to: `${SERVER}db/`,
    instead: 'A connector knows its upstream alone: return what was read, and let sync store it.',
  },
  {
    from: `${SERVER}(upstream|sync)/`,
    to: '^(react|react-dom|next)$',
    instead: 'Connectors and sync run outside Next, too: pass in what they need.',
  },
  {
    from: `${SERVER}(billing-periods|contracts|invoices|collections|sources)/`,
    to: '^(react|react-dom)$',
    instead: 'Server reads know no React: return data, and draw it in components.',
  },
  {
    from: '^lib/sandbox/',
    to: SERVER,
    instead: 'The sandbox is an upstream: it shares nothing with the side that reads it but pure lib.',
  },
  {
    from: '^(lib/server|components|app)/',
    to: '^(lib/testing|bench|e2e|rehearsal|bin)/',
    instead: 'The product never imports its tests or commands: move what both need to lib.',
  },
  {
    from: '^rehearsal/',
    to: '^(lib/sandbox|bench|e2e)/',
    instead: 'The rehearsal has sources of its own: real installations have nothing of the sandbox.',
  },
  {
    from: '^rehearsal/',
    to: `${SERVER}(${FEATURES.join('|')}|upstream|api)/`,
    instead: 'The rehearsal uses Furrow as people do: by its commands and routes.',
  },
  {
    from: `^components/(${SHARED_COMPONENTS})/`,
    to: `^components/(?!(?:${SHARED_COMPONENTS})/)`,
    instead: 'Shared components know no feature: pass what differs as a property.',
  },
]

/** Returns why an import is refused and what to do instead; null if allowed. Tests are exempt. */
export function refusal({ from, to, isType }: Omit<Import, 'specifier'>): string | null {
  const rule = RULES.find(
    (one) =>
      new RegExp(one.from).test(from) && new RegExp(one.to).test(to) && !(one.isForTypes === false && isType),
  )
  return (
    rule?.instead ?? betweenConnectors(from, to) ?? betweenServerFolders(from, to) ?? betweenScreens(from, to)
  )
}

function betweenConnectors(from: string, to: string): string | null {
  const connector = (file: string) =>
    /^lib\/server\/upstream\/(hello-tractor|payment-links|client-invoices)\//.exec(file)?.[1]
  const [a, b] = [connector(from), connector(to)]
  if (!a || !b || a === b) return null
  return 'One source never imports another: move what both need to lib/server/upstream.'
}

function betweenServerFolders(from: string, to: string): string | null {
  const folder = (file: string) => /^lib\/server\/([^/]+)/.exec(file)?.[1]
  const [a, b] = [folder(from), folder(to)]
  if (!a || !b || a === b) return null
  if (levelOf(a) < 0 || levelOf(b) < 0)
    return `${a} or ${b} has no layer in lib/server: give it one in lib/testing/import-rules.ts.`
  if (levelOf(b) < levelOf(a)) return null
  if (FEATURES.includes(a) && FEATURES.includes(b))
    return 'A feature never imports another: move what both need to a folder below them, or join them in a page.'
  return `${a} lies below ${b}: move what both need down, or pass it in as an argument.`
}

function levelOf(folder: string): number {
  if (folder === TOP_FOLDER) return LAYER_FOLDERS.length + 1
  return FEATURES.includes(folder) ? LAYER_FOLDERS.length : LAYER_FOLDERS.indexOf(folder)
}

function betweenScreens(from: string, to: string): string | null {
  const screen = (file: string) =>
    new RegExp(`^components/(?!(?:${SHARED_COMPONENTS})/)([^/]+)/`).exec(file)?.[1]
  const [a, b] = [screen(from), screen(to)]
  if (!a || !b || a === b || a === JOINING_SCREEN) return null
  return `A feature's components never import another's: move what both need to components/{${SHARED_COMPONENTS.replaceAll('|', ',')}}.`
}
