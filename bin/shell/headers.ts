/** What an answer's headers depend on. */
export type HeaderFacts = {
  path: string
  requestId: string
  nonce: string
  /** The public address is https: browsers are told to come back by https alone. */
  isHttps: boolean
  isDevelopment: boolean
}

/** Features that no page of Furrow uses, switched off for whatever runs in one. */
const UNUSED_FEATURES = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'publickey-credentials-get',
  'screen-wake-lock',
  'usb',
  'xr-spatial-tracking',
]

const ON_EVERY_ANSWER: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'permissions-policy': UNUSED_FEATURES.map((feature) => `${feature}=()`).join(', '),
}
const TWO_YEARS_S = 63_072_000

/** Answers that are no page may load and run nothing, whatever a browser takes them for. */
const NO_PAGE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** The headers that every answer has, whatever else it says; nothing overrides them. */
export function fixedHeaders({ requestId, isHttps }: Pick<HeaderFacts, 'requestId' | 'isHttps'>) {
  return {
    ...ON_EVERY_ANSWER,
    'x-request-id': requestId,
    // Pages follow this clock, not the one of the device that shows them.
    date: new Date().toUTCString(),
    ...(isHttps ? { 'strict-transport-security': `max-age=${TWO_YEARS_S}; includeSubDomains` } : {}),
  }
}

/** Headers that an answer has unless its route says something stricter of its own. */
export function defaultHeaders(facts: HeaderFacts): Record<string, string> {
  return {
    'referrer-policy': 'same-origin',
    'content-security-policy': isPage(facts.path) ? pagePolicy(facts) : NO_PAGE_POLICY,
    // A page's own scripts see no headers of the answer that brought it, but they see this: error pages show the id.
    ...(isPage(facts.path) && { 'server-timing': `request;desc="${facts.requestId}"` }),
  }
}

/** The headers of an answer that the server gives itself, before or instead of Next. */
export function refusalHeaders(facts: Pick<HeaderFacts, 'requestId' | 'isHttps'>): Record<string, string> {
  return {
    ...fixedHeaders(facts),
    'referrer-policy': 'no-referrer',
    'content-security-policy': NO_PAGE_POLICY,
    'cache-control': 'no-store',
    'content-type': 'application/problem+json',
  }
}

/** True for addresses that are neither the API nor a file of the build: what Next may answer with a page. */
export function isPage(path: string): boolean {
  return !/^\/(api|_next)(\/|$)/.test(path)
}

/**
 * The policy of a page. Scripts run by the nonce of this one answer, or because such a script loads them; whatever makes
 * markup or script addresses out of text must pass the policies of instrumentation-client.ts. A PDF is looked at in a
 * frame of a blob; tables and charts place their parts by style attributes.
 */
export function pagePolicy({ nonce, isDevelopment }: Pick<HeaderFacts, 'nonce' | 'isDevelopment'>): string {
  const policy = [
    "default-src 'none'",
    // The development server evaluates what it reloads.
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "frame-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ]
  const types = ["require-trusted-types-for 'script'", 'trusted-types nextjs default']
  return [...policy, ...(isDevelopment ? [] : types)].join('; ')
}
