'use client'

import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { useWords } from '#components/ui/words.tsx'

/** Placeholder of the page that says what changed. */
export function ChangesSkeleton() {
  const t = useWords('changes')
  return (
    <div className="mx-auto max-w-[1240px] px-4 pt-5 md:px-8 md:pt-7">
      <h1 className="page-title">{t('title')}</h1>
      <Loading label={t('loading')}>
        <div className="mt-6 flex flex-col gap-4">
          <Skeleton className="w-64" />
          <Skeleton className="h-24 w-full" />
          <Skeleton className="h-64 w-full" />
        </div>
      </Loading>
    </div>
  )
}
