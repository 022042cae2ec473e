'use client'

import { Icon } from '#components/ui/icon.tsx'
import { lazyComponent } from '#components/ui/lazy-component.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { SourceLine } from '#components/ui/source-text.tsx'
import { useWords } from '#components/ui/words.tsx'
import { describeScope } from '#lib/people/scope.ts'
import type { Account } from './account.ts'

const AccountPanel = lazyComponent(() => import('./account-panel.tsx').then((module) => module.AccountPanel))

/** The signed-in person; opens their access and the sign-out button. The compact form is only an icon. */
export function AccountMenu({ account, isCompact = false }: { account: Account; isCompact?: boolean }) {
  const t = useWords('shell')
  const access = describeScope(account.fundingSources, useWords('access'))
  return (
    <Popover
      title={t('account.title')}
      align={isCompact ? 'end' : 'start'}
      variant="quiet"
      size={isCompact ? 'icon' : 'sm'}
      aria-label={t('account.label', { name: account.name, access })}
      className={isCompact ? '' : '-mx-px h-auto w-[calc(100%+2px)] justify-start py-1.5 text-start'}
      trigger={
        isCompact ? (
          <Icon name="person" size={16} />
        ) : (
          <span className="min-w-0 text-sm">
            <SourceLine text={account.name} className="text-ink" />
            <span className="line-clamp-2 break-words font-normal whitespace-normal text-soft">{access}</span>
          </span>
        )
      }
    >
      {(close) => <AccountPanel account={account} onClose={close} />}
    </Popover>
  )
}
