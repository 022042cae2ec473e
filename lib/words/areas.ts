import { access } from '#lib/words/en/access.ts'
import { account } from '#lib/words/en/account.ts'
import { address } from '#lib/words/en/address.ts'
import { admin } from '#lib/words/en/admin.ts'
import { adminTabs } from '#lib/words/en/admin-tabs.ts'
import { ages } from '#lib/words/en/ages.ts'
import { apiDocs } from '#lib/words/en/api-docs.ts'
import { audit } from '#lib/words/en/audit.ts'
import { billingPeriods } from '#lib/words/en/billing-periods.ts'
import { bridge } from '#lib/words/en/bridge.ts'
import { changes } from '#lib/words/en/changes.ts'
import { collections } from '#lib/words/en/collections.ts'
import { commands } from '#lib/words/en/commands.ts'
import { contracts } from '#lib/words/en/contracts.ts'
import { definitions } from '#lib/words/en/definitions.ts'
import { detail } from '#lib/words/en/detail.ts'
import { extra } from '#lib/words/en/extra.ts'
import { faults } from '#lib/words/en/faults.ts'
import { figures } from '#lib/words/en/figures.ts'
import { files } from '#lib/words/en/files.ts'
import { filters } from '#lib/words/en/filters.ts'
import { find } from '#lib/words/en/find.ts'
import { format } from '#lib/words/en/format.ts'
import { forms } from '#lib/words/en/forms.ts'
import { invoices } from '#lib/words/en/invoices.ts'
import { list } from '#lib/words/en/list.ts'
import { live } from '#lib/words/en/live.ts'
import { mail } from '#lib/words/en/mail.ts'
import { movement } from '#lib/words/en/movement.ts'
import { names } from '#lib/words/en/names.ts'
import { notes } from '#lib/words/en/notes.ts'
import { notices } from '#lib/words/en/notices.ts'
import { overview } from '#lib/words/en/overview.ts'
import { password } from '#lib/words/en/password.ts'
import { people } from '#lib/words/en/people.ts'
import { postgresql } from '#lib/words/en/postgresql.ts'
import { reasons } from '#lib/words/en/reasons.ts'
import { report } from '#lib/words/en/report.ts'
import { settings } from '#lib/words/en/settings.ts'
import { shell } from '#lib/words/en/shell.ts'
import { sources } from '#lib/words/en/sources.ts'
import { start } from '#lib/words/en/start.ts'
import { statuses } from '#lib/words/en/statuses.ts'
import { targets } from '#lib/words/en/targets.ts'
import { ui } from '#lib/words/en/ui.ts'

/** The English texts by area. Their keys and arguments type every use of a text and every translation. */
export const ENGLISH = {
  access,
  account,
  address,
  admin,
  'admin-tabs': adminTabs,
  ages,
  'api-docs': apiDocs,
  audit,
  'billing-periods': billingPeriods,
  bridge,
  changes,
  collections,
  commands,
  contracts,
  definitions,
  detail,
  extra,
  faults,
  figures,
  files,
  filters,
  find,
  format,
  forms,
  invoices,
  list,
  live,
  mail,
  movement,
  names,
  notes,
  notices,
  overview,
  password,
  people,
  postgresql,
  reasons,
  report,
  settings,
  shell,
  sources,
  start,
  statuses,
  targets,
  ui,
}

export type Area = keyof typeof ENGLISH
export type KeyOf<A extends Area> = keyof (typeof ENGLISH)[A] & string
export type MessageOf<A extends Area, K extends KeyOf<A>> = (typeof ENGLISH)[A][K] & string

/** The texts of a language other than English. A text that is left out appears in English. */
export type Translation = { readonly [A in Area]?: { readonly [K in KeyOf<A>]?: string } }
