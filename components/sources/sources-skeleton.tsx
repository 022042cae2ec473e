import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { useWords } from '#components/ui/words.tsx'
import { SOURCE_RESOURCES, SOURCES } from '#lib/sources.ts'

/** Placeholder of the sources page in its real proportions. */
export function SourcesSkeleton() {
  const t = useWords('sources')
  const tNames = useWords('names')
  return (
    <div className="mx-auto max-w-[1240px] px-4 pt-5 pb-12 md:px-8 md:pt-7">
      <h1 className="page-title">{t('title')}</h1>
      <Skeleton className="my-2 w-80 max-w-full" />
      <Loading label={t('loading')}>
        <div className="mt-7 grid gap-x-12 lg:grid-cols-2">
          {SOURCES.map((source) => (
            <div
              key={source}
              className={`border-line border-t py-6 ${SOURCE_RESOURCES[source].length > 1 ? 'lg:col-span-2' : ''}`}
            >
              <p className="font-semibold text-lg">{tNames(`source.${source}`)}</p>
              <div
                className={`mt-4 grid gap-x-12 gap-y-7 ${SOURCE_RESOURCES[source].length > 1 ? 'lg:grid-cols-2' : ''}`}
              >
                {SOURCE_RESOURCES[source].map((resource) => (
                  <div key={resource}>
                    <Skeleton className="w-32" />
                    <Skeleton className="mt-3 h-6 w-full" />
                    <Skeleton className="mt-4 w-2/3" />
                    <Skeleton className="mt-3 w-1/2" />
                  </div>
                ))}
              </div>
            </div>
          ))}
        </div>
      </Loading>
    </div>
  )
}
