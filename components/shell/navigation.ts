import type { IconName } from '#components/ui/icon.tsx'
import { paths } from '#lib/paths.ts'
import type { Role } from '#lib/people/roles.ts'
import type { Sources } from '#lib/sources/schema.ts'
import type { Resource } from '#lib/sources.ts'

export type NavigationItem = {
  /** The end of the key of its label. */
  name:
    | 'overview'
    | 'billing-periods'
    | 'contracts'
    | 'invoices'
    | 'collections'
    | 'report'
    | 'sources'
    | 'admin'
  /** The end of the key of its label in the narrow bar at the bottom of a phone, if the label is too long. */
  shortName?: 'billing-periods'
  href:
    | '/'
    | '/billing-periods'
    | '/contracts'
    | '/invoices'
    | '/collections'
    | '/report'
    | '/sources'
    | '/admin'
  icon: IconName
  counts?: Resource
  /** Left out of the narrow bar at the bottom of a phone, which has no place for it. */
  isWide?: boolean
}

const NAVIGATION: readonly NavigationItem[] = [
  { name: 'overview', href: paths.overview, icon: 'home' },
  {
    name: 'billing-periods',
    shortName: 'billing-periods',
    href: '/billing-periods',
    icon: 'calendar',
    counts: 'billing-periods',
  },
  { name: 'contracts', href: '/contracts', icon: 'people', isWide: true },
  { name: 'invoices', href: '/invoices', icon: 'invoice', counts: 'invoices' },
  { name: 'collections', href: '/collections', icon: 'chart' },
  { name: 'report', href: '/report', icon: 'report', isWide: true },
  { name: 'sources', href: paths.sources, icon: 'signal' },
]
const ADMIN: NavigationItem = { name: 'admin', href: '/admin', icon: 'person' }

/** Returns the pages that a role may open. */
export function navigationOf(role: Role): readonly NavigationItem[] {
  return role === 'admin' ? [...NAVIGATION, ADMIN] : NAVIGATION
}

/** True for the item whose page, or a page below it, is open. */
export function isCurrent(item: NavigationItem, pathname: string): boolean {
  return item.href === '/' ? pathname === '/' : pathname.split('/')[1] === item.href.slice(1)
}

/** Counts the rows of a resource over all sources; null before the first response. */
export function countRows(sources: Sources | undefined, resource: Resource): number | null {
  if (!sources) return null
  const resources = sources.sources.flatMap((source) => source.resources)
  return resources.filter((one) => one.resource === resource).reduce((sum, one) => sum + one.rows, 0)
}
