import 'server-only'
import type { Env } from './env.ts'
import { isLoopback, isLoopbackHost } from './env-variables.ts'

type Environment = Readonly<Record<string, string | undefined>>

const CREDENTIALS = ['HELLO_TRACTOR_API_KEY', 'PAYMENT_LINKS_API_KEY', 'CLIENT_INVOICES_API_KEY']

/**
 * Finds settings that are valid but probably have less effect than intended; one line each, never with a
 * value.
 */
export function configurationWarnings(environment: Environment, env: Env): string[] {
  const isSet = (name: string) => (environment[name]?.trim() ?? '') !== ''
  return [...addressWarnings(env, isSet), ...sourceWarnings(environment, env, isSet)]
}

function addressWarnings(env: Env, isSet: (name: string) => boolean): string[] {
  const url = new URL(env.appUrl)
  const isOwnMachine = isLoopback(url)
  const lines: string[] = []
  if (env.role === 'worker') return lines
  if (url.protocol === 'http:' && !isOwnMachine)
    lines.push(
      'APP_URL is plain http: others on the network can read passwords and figures. Put https in front of Furrow.',
    )
  if (isOwnMachine && !isLoopbackHost(env.listenHost))
    lines.push(
      'APP_URL names this machine, but LISTEN_HOST lets others in: they are refused (421) until APP_URL is the address they use.',
    )
  if (isOwnMachine && isSet('APP_URL') && Number(url.port || 80) !== env.port)
    lines.push('APP_URL has another port than PORT: links lead nowhere unless something passes that port on.')
  if (url.protocol === 'https:' && !isSet('TRUSTED_ADDRESS_HEADER'))
    lines.push(
      'TRUSTED_ADDRESS_HEADER is unset: everybody behind your proxy counts as one address in the limits and the audit log.',
    )
  return lines
}

function sourceWarnings(environment: Environment, env: Env, isSet: (name: string) => boolean): string[] {
  const lines: string[] = []
  for (const source of ['PAYMENT_LINKS', 'CLIENT_INVOICES']) {
    if (isSet(`${source}_AUTH_HEADER`) && isSet(`${source}_API_KEY`))
      lines.push(`${source}_API_KEY has no effect beside ${source}_AUTH_HEADER: remove one of the two.`)
  }
  if (env.upstreams.clientInvoices?.auth.kind === 'header' && isSet('CLIENT_INVOICES_TOKEN_URL'))
    lines.push(
      'CLIENT_INVOICES_TOKEN_URL has no effect beside a ready token (CLIENT_INVOICES_API_KEY or …_AUTH_HEADER).',
    )
  if (env.sandbox === 'forced' && CREDENTIALS.some(isSet) && !isSet('FURROW_SANDBOX_ORIGIN'))
    lines.push('SANDBOX=1 shows invented data: the sources that are configured are not read.')
  const blank = CREDENTIALS.filter((name) => environment[name] !== undefined && !isSet(name))
  if (env.sandbox === 'default' && blank.length > 0)
    lines.push(
      `${blank.join(', ')} ${blank.length === 1 ? 'is' : 'are'} blank, which counts as unset: invented data is shown.`,
    )
  return lines
}
