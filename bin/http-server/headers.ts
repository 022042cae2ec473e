/** Properties of a request that the headers of its response depend on. */
export type HeaderFacts = {
  path: string
  requestId: string
  nonce: string
  /** The public address is https, so the response carries HSTS. */
  isHttps: boolean
  isDevelopment: boolean
}

/**
 * Browser features that no page of Furrow uses; the permissions policy turns them off for all code in a page.
 */
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

/**
 * Policy of responses other than pages: they load and run nothing, whatever type a browser takes them for.
 */
const NO_PAGE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Returns the headers that every response has; neither a route nor Next can override them. */
export function fixedHeaders({ requestId, isHttps }: Pick<HeaderFacts, 'requestId' | 'isHttps'>) {
  return {
    ...ON_EVERY_ANSWER,
    'x-request-id': requestId,
    // Pages take the time from this header instead of the device's clock.
    date: new Date().toUTCString(),
    ...(isHttps ? { 'strict-transport-security': `max-age=${TWO_YEARS_S}; includeSubDomains` } : {}),
  }
}

/** Returns the headers that a response has unless its route sets its own. */
export function defaultHeaders(facts: HeaderFacts): Record<string, string> {
  return {
    'referrer-policy': 'same-origin',
    'content-security-policy': isPage(facts.path) ? pagePolicy(facts) : NO_PAGE_POLICY,
    // A page's scripts cannot read the headers of its response, but they can read its server timing: error
    // pages show the request id from there.
    ...(isPage(facts.path) && { 'server-timing': `request;desc="${facts.requestId}"` }),
  }
}

/** Returns the headers of a refusal that the server sends before or instead of Next. */
export function refusalHeaders(facts: Pick<HeaderFacts, 'requestId' | 'isHttps'>): Record<string, string> {
  return {
    ...fixedHeaders(facts),
    'referrer-policy': 'no-referrer',
    'content-security-policy': NO_PAGE_POLICY,
    'cache-control': 'no-store',
    'content-type': 'application/problem+json',
  }
}

/** True for a path outside the API and Next's files, which Next may answer with a page. */
export function isPage(path: string): boolean {
  return !/^\/(api|_next)(\/|$)/.test(path)
}

/**
 * Returns the content security policy of a page. Scripts run only with the nonce of this response, or if a
 * script with the nonce loads them. Code that turns text into markup or script addresses must pass the
 * trusted-types policies of instrumentation-client.ts. PDFs are shown in a frame with a blob address; tables
 * and charts position their parts with style attributes.
 */
export function pagePolicy({ nonce, isDevelopment }: Pick<HeaderFacts, 'nonce' | 'isDevelopment'>): string {
  const policy = [
    "default-src 'none'",
    // Hot reloading uses eval.
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
