'use client'

import { useQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import { usePathname } from 'next/navigation'
import { PageLink } from '#components/ui/page-link.tsx'
import { srOnly } from '#components/ui/sr-only.tsx'
import { richText, useWords } from '#components/ui/words.tsx'
import { adminPaths } from '#lib/admin/paths.ts'
import { adminQueries } from '#lib/admin/queries.ts'

const TABS = [
  { href: adminPaths.people, tab: 'people' },
  { href: adminPaths.requests, tab: 'requests' },
  { href: adminPaths.fundingSources, tab: 'sources' },
  { href: adminPaths.integrations, tab: 'integrations' },
  { href: adminPaths.audit, tab: 'audit' },
] as const

/** The sections of the administration, with the number of open requests. */
export function AdminTabs() {
  const t = useWords('admin-tabs')
  const pathname = usePathname()
  const { data } = useQuery(adminQueries.requests())
  return (
    <nav
      aria-label={t('tabs.label')}
      className="flex shrink-0 gap-5 overflow-x-auto border-line border-b px-4 pt-2 md:px-6 lg:px-8"
    >
      {TABS.map(({ href, tab }) => {
        const isOpen = pathname === href
        return (
          <PageLink
            isLikely
            key={href}
            href={href}
            aria-current={isOpen ? 'page' : undefined}
            className={clsx(
              '-mb-px flex h-9 shrink-0 items-center gap-1.5 border-b-2 focus-visible:-outline-offset-2',
              isOpen ? 'border-accent font-medium text-ink' : 'border-transparent text-soft hover:text-ink',
            )}
          >
            {t(`tab.${tab}`)}
            {href === adminPaths.requests && data && data.open > 0 ? (
              <span className="rounded-full bg-wait-soft px-1.5 font-medium text-wait text-xs">
                {richText(t.rich('tab.open', { count: data.open, hidden: srOnly }))}
              </span>
            ) : null}
          </PageLink>
        )
      })}
    </nav>
  )
}
