'use client'

import { useQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import { usePathname } from 'next/navigation'
import { Icon } from '#components/ui/icon.tsx'
import { PageLink } from '#components/ui/page-link.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { paths } from '#lib/paths.ts'
import { sourceQueries } from '#lib/sources/queries.ts'
import type { Account } from './account.ts'
import { AccountMenu } from './account-menu.tsx'
import { Logo } from './logo.tsx'
import { countRows, isCurrent, navigationOf } from './navigation.ts'

/** The navigation on wide screens: pages with their number of rows, and the signed-in person. */
export function Sidebar({ account }: { account: Account }) {
  const t = useWords('shell')
  const pathname = usePathname()
  const format = useFormat()
  const { data } = useQuery(sourceQueries.health())
  return (
    <nav
      aria-label={t('nav.label')}
      className="hidden flex-col border-line border-e px-2 py-4 md:flex lg:px-3"
    >
      <PageLink
        isLikely
        href={paths.overview}
        className="mb-3 flex h-8 items-center gap-2 rounded-md px-2 font-semibold text-lg tracking-tight"
      >
        <Logo />
        <span className="sr-only lg:not-sr-only">Furrow</span>
      </PageLink>
      <div className="flex flex-col gap-0.5">
        {navigationOf(account.role).map((item) => {
          const count = item.counts ? countRows(data, item.counts) : null
          const current = isCurrent(item, pathname)
          return (
            <PageLink
              isLikely
              key={item.href}
              href={item.href}
              aria-current={current ? 'page' : undefined}
              title={t(`nav.${item.name}`)}
              className={clsx(
                'flex min-h-9 items-center gap-2 rounded-md px-2.5 lg:min-h-8 lg:px-2 lg:py-1',
                current ? 'bg-accent-soft font-medium text-ink' : 'text-soft hover:bg-hover hover:text-ink',
              )}
            >
              <Icon
                name={item.icon}
                size={18}
                strokeWidth={current ? 2 : 1.6}
                className="shrink-0 lg:hidden"
              />
              <span className="sr-only lg:not-sr-only">{t(`nav.${item.name}`)}</span>
              {count === null ? null : (
                <span className="ms-auto hidden font-normal text-faint text-sm lg:inline">
                  {format.count(count)}
                </span>
              )}
            </PageLink>
          )
        })}
      </div>
      <div className="mt-auto hidden pt-3 lg:block">
        <AccountMenu account={account} />
      </div>
    </nav>
  )
}
