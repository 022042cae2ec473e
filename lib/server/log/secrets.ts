import 'server-only'

/** Names of variables whose whole value is a secret, including variables that are added later. */
const SECRET_NAMES = /(?:_KEY|_SECRET|_PASSWORD|_PASSPHRASE|_TOKEN|_AUTH_HEADER)$/
/** Shorter values occur in too many ordinary words, so they cannot be redacted. */
const MIN_LENGTH = 6

/**
 * Finds every secret in the environment, for redacting texts: the values of variables with a secret's name,
 * and passwords inside addresses such as DATABASE_URL. Never log, send or throw the returned values.
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
