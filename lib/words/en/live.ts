/** Problems of reading a row’s details or PDF from its source, by their codes. */
export const live = {
  'code.other_address':
    'This server is set up with another address of {source} than its data comes from, so it reads nothing live.',
  'code.upstream_unauthorized': '{source} refused the credentials.',
  'code.upstream_forbidden': '{source} does not give access to this.',
  'code.upstream_not_found': '{source} does not have this.',
  'code.upstream_rate_limited': '{source} has reached its limit of calls.',
  'code.upstream_timeout': '{source} took too long to answer.',
  'code.upstream_unavailable': '{source} is not available.',
  'code.upstream_malformed': '{source} sent an answer that cannot be read.',
  'code.upstream_too_large': '{source} sent an answer that is too large.',
  'code.upstream_blocked': '{source} failed a security check.',
} as const
