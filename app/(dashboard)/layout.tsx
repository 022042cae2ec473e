import { dehydrate } from '@tanstack/react-query'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { PageWords } from '#app/page-words.tsx'
import { BottomNav } from '#components/shell/bottom-nav.tsx'
import { FollowMirror } from '#components/shell/follow-mirror.tsx'
import { Hydrated } from '#components/shell/hydrated.tsx'
import { Printing } from '#components/shell/printing.tsx'
import { Sidebar } from '#components/shell/sidebar.tsx'
import { readTheme, THEME_COOKIE } from '#components/shell/theme.ts'
import { TopBar } from '#components/shell/top-bar.tsx'
import { UnavailablePage } from '#components/shell/unavailable.tsx'
import { prefetch } from '#lib/api/prefetch.ts'
import { getQueryClient } from '#lib/api/query-client.ts'
import { currentViewer } from '#lib/server/auth/viewer.ts'
import { env } from '#lib/server/config/env.ts'
import { pageFaultOf } from '#lib/server/http/page-fault.ts'
import { sourcesHealth } from '#lib/server/sources/health.ts'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'
import { sourceQueries } from '#lib/sources/queries.ts'

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const language = await readerLanguage()
  const viewer = await currentViewer().catch(pageFaultOf)
  if ('fault' in viewer) {
    // Rendered here instead of by an error page, because error pages render only in the browser. This one
    // works before any script runs.
    return <UnavailablePage {...viewer} t={wordsIn(language, 'faults')} tUi={wordsIn(language, 'ui')} />
  }
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value)
  const { name, role, fundingSources } = viewer
  const account = { name, role, fundingSources }
  const t = wordsIn(language, 'shell')
  const client = getQueryClient()
  await prefetch(client, sourceQueries.health(), () => sourcesHealth(viewer))
  return (
    <PageWords areas={['access', 'find', 'names', 'shell']}>
      <Hydrated state={dehydrate(client)}>
        <div className="flex h-dvh flex-col md:grid md:grid-cols-[56px_minmax(0,1fr)] lg:grid-cols-[208px_minmax(0,1fr)]">
          <a
            href="#content"
            className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:absolute focus:top-2 focus:start-2"
          >
            {t('skip')}
          </a>
          <FollowMirror />
          <Sidebar account={account} />
          <div className="flex min-h-0 min-w-0 flex-1 flex-col">
            <TopBar isSandbox={env().sandbox !== null} theme={theme} account={account} t={t} />
            <Printing isSandbox={env().sandbox !== null} />
            <main id="content" tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto outline-none">
              {children}
            </main>
          </div>
          <BottomNav role={role} />
        </div>
      </Hydrated>
    </PageWords>
  )
}
