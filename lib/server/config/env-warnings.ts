import 'server-only'
import { commandWords } from '#lib/words/command-words.ts'
import type { Env } from './env.ts'
import { isLoopback, isLoopbackHost } from './env-variables.ts'

const t = commandWords('settings')

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
  if (url.protocol === 'http:' && !isOwnMachine) lines.push(t('warning.plain-http'))
  if (isOwnMachine && !isLoopbackHost(env.listenHost)) lines.push(t('warning.own-machine'))
  if (isOwnMachine && isSet('APP_URL') && Number(url.port || 80) !== env.port)
    lines.push(t('warning.other-port'))
  if (url.protocol === 'https:' && !isSet('TRUSTED_ADDRESS_HEADER')) lines.push(t('warning.address-header'))
  return lines
}

function sourceWarnings(environment: Environment, env: Env, isSet: (name: string) => boolean): string[] {
  const lines: string[] = []
  for (const source of ['PAYMENT_LINKS', 'CLIENT_INVOICES']) {
    if (isSet(`${source}_AUTH_HEADER`) && isSet(`${source}_API_KEY`))
      lines.push(t('warning.no-effect', { name: `${source}_API_KEY`, other: `${source}_AUTH_HEADER` }))
  }
  if (env.upstreams.clientInvoices?.auth.kind === 'header' && isSet('CLIENT_INVOICES_TOKEN_URL'))
    lines.push(t('warning.token-url'))
  if (env.sandbox === 'forced' && CREDENTIALS.some(isSet) && !isSet('FURROW_SANDBOX_ORIGIN'))
    lines.push(t('warning.sandbox'))
  const blank = CREDENTIALS.filter((name) => environment[name] !== undefined && !isSet(name))
  if (env.sandbox === 'default' && blank.length > 0)
    lines.push(t('warning.blank', { names: blank.join(', '), count: blank.length }))
  return lines
}
