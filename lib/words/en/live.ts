/** Problems of reading a row’s details or PDF from its source, by their codes. */
export const live = {
  'code.other_address':
    'This server’s address for {source} isn’t the one that the data comes from. Ask an operator.',
  'code.upstream_unauthorized': '{source} refused Furrow’s key. Ask an operator.',
  'code.upstream_forbidden': '{source} refused access to this.',
  'code.upstream_not_found': '{source} doesn’t have this.',
  'code.upstream_rate_limited': '{source} has reached its request limit. Try again later.',
  'code.upstream_timeout': '{source} took too long to answer. Try again.',
  'code.upstream_unavailable': '{source} isn’t available right now. Try again later.',
  'code.upstream_malformed': '{source} sent a response that Furrow can’t read.',
  'code.upstream_too_large': '{source} sent a response that is too large.',
  'code.upstream_blocked': '{source} failed a security check.',

  'no-single-invoice':
    '{source} can’t be asked for a single invoice. This is how the latest report listed it.',
} as const
