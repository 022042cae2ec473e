import 'server-only'

/** Names of variables whose whole value is a secret, those of later additions included. */
const SECRET_NAMES = /(?:_KEY|_SECRET|_PASSWORD|_PASSPHRASE|_TOKEN|_AUTH_HEADER)$/
/** Shorter values stand in too many words to be told from them. */
const MIN_LENGTH = 6

/**
 * Every secret of a process' environment: values of variables named as secrets are, and the passwords inside of addresses
 * such as DATABASE_URL. For taking them out of texts; never log, send or throw these values.
 */
export function configuredSecrets(environment: Record<string, string | undefined>): string[] {
  const values = Object.entries(environment).flatMap(([name, value = '']) =>
    SECRET_NAMES.test(name) ? [value.trim()] : passwordIn(value),
  )
  return values.filter((value) => value.length >= MIN_LENGTH)
}

function passwordIn(value: string): string[] {
  if (!/^[a-z][a-z+]*:\/\/[^/]*@/i.test(value) || !URL.canParse(value)) return []
  const { password } = new URL(value)
  return password === '' ? [] : [password, decode(password)]
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
