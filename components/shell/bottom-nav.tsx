'use client'

import clsx from 'clsx'
import { usePathname } from 'next/navigation'
import { Icon } from '#components/ui/icon.tsx'
import { PageLink } from '#components/ui/page-link.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { Role } from '#lib/people/roles.ts'
import { isCurrent, navigationOf } from './navigation.ts'

/** The navigation on a phone, within reach of the thumb: five targets, or six for an admin. */
export function BottomNav({ role }: { role: Role }) {
  const t = useWords('shell')
  const items = navigationOf(role).filter((item) => !item.isWide)
  const pathname = usePathname()
  return (
    <nav
      aria-label={t('nav.label')}
      className="grid auto-cols-fr grid-flow-col border-line border-t bg-panel pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {items.map((item) => {
        const current = isCurrent(item, pathname)
        return (
          <PageLink
            isLikely
            key={item.href}
            href={item.href}
            aria-current={current ? 'page' : undefined}
            className={clsx(
              'flex h-14 min-w-0 flex-col items-center justify-center gap-1 px-0.5',
              items.length > 5 ? 'text-[11px] tracking-tight' : 'text-xs',
              current ? 'font-medium text-accent' : 'text-soft',
            )}
          >
            <Icon name={item.icon} size={20} strokeWidth={current ? 2 : 1.6} />
            <span className="max-w-full truncate">
              {item.shortName ? t(`short.${item.shortName}`) : t(`nav.${item.name}`)}
            </span>
          </PageLink>
        )
      })}
    </nav>
  )
}
