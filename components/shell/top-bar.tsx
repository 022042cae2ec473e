import type { Words } from '#lib/words/words.ts'
import type { Account } from './account.ts'
import { AccountMenu } from './account-menu.tsx'
import { FindButton } from './find-button.tsx'
import { FreshnessStrip } from './freshness-strip.tsx'
import { LazyRefreshButton } from './lazy-refresh-button.tsx'
import { OfflineChip } from './offline-chip.tsx'
import type { Theme } from './theme.ts'
import { ThemeSwitch } from './theme-switch.tsx'

type TopBarProps = { isSandbox: boolean; theme: Theme; account: Account; t: Words<'shell'> }

/** The bar above a page: sandbox mark, freshness, refresh, theme and account. */
export function TopBar({ isSandbox, theme, account, t }: TopBarProps) {
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-line border-b pe-2 ps-4 text-sm text-soft md:pe-4 md:ps-6 lg:pe-5 lg:ps-8">
      {isSandbox ? (
        <span
          title={t('sandbox.why')}
          className="shrink-0 rounded-full bg-wait-soft px-2 py-0.5 font-medium text-wait text-xs"
        >
          {t('sandbox.mark')}
        </span>
      ) : null}
      <OfflineChip />
      <div className="flex min-w-0 flex-1 items-center gap-1 md:justify-end">
        <FreshnessStrip />
        <div className="ms-auto flex shrink-0 md:ms-2">
          <FindButton role={account.role} />
          <LazyRefreshButton />
          <ThemeSwitch initial={theme} />
          <div className="lg:hidden">
            <AccountMenu account={account} isCompact />
          </div>
        </div>
      </div>
    </header>
  )
}
