import { headers } from 'next/headers'
import { buttonClass } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { RequestId } from '#components/ui/request-id.tsx'
import { paths } from '#lib/paths.ts'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'

export default async function NotFound() {
  const language = await readerLanguage()
  const t = wordsIn(language, 'faults')
  const requestId = (await headers()).get('x-request-id')
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        title={t('none.title')}
        action={
          // A plain link, because every page includes this one: the framework's link would be sent a
          // second time with each of them, 3 KiB.
          <a href={paths.overview} className={buttonClass()}>
            {t('none.home')}
          </a>
        }
      >
        {t('none.why')}
        {requestId ? (
          <span className="mt-2 block text-faint text-xs">
            <RequestId id={requestId} t={wordsIn(language, 'ui')} />
          </span>
        ) : null}
      </EmptyState>
    </main>
  )
}
