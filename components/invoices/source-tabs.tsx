import { useQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { outsideWords } from '#lib/sources/outside-words.ts'
import { sourceQueries } from '#lib/sources/queries.ts'
import type { Sources } from '#lib/sources/schema.ts'
import { SOURCES, type Source } from '#lib/sources.ts'

type SourceTabsProps = {
  current: Source
  /** The address of a source's tab. */
  href: (source: Source) => string
  onChoose: (source: Source) => void
}

/** One list per source. Sources are never mixed, because the same debt can appear in several. */
export function SourceTabs({ current, href, onChoose }: SourceTabsProps) {
  const format = useFormat()
  const t = useWords('invoices')
  const tNames = useWords('names')
  const tShell = useWords('shell')
  const { data } = useQuery(sourceQueries.health())
  const hidden = data?.sources.filter((source) => source.outOfScope !== null) ?? []
  return (
    <>
      <nav aria-label={t('tabs.label')} className="mb-4 flex gap-5 overflow-x-auto border-line border-b">
        {SOURCES.filter((source) => !hidden.some((one) => one.source === source)).map((source) => {
          const count = invoiceCount(data, source)
          return (
            <a
              key={source}
              href={href(source)}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return
                event.preventDefault()
                onChoose(source)
              }}
              aria-current={source === current ? 'page' : undefined}
              className={clsx(
                '-mb-px flex h-9 shrink-0 items-center gap-1.5 border-b-2 focus-visible:-outline-offset-2',
                source === current
                  ? 'border-accent font-medium text-ink'
                  : 'border-transparent text-soft hover:text-ink',
              )}
            >
              {tNames(`source.${source}`)}
              {count === null ? null : (
                <span className="hidden font-normal text-faint text-sm md:inline">{format.count(count)}</span>
              )}
            </a>
          )
        })}
      </nav>
      {hidden
        .filter(({ state }) => state !== 'off')
        .map(({ source }) => (
          <p key={source} className="-mt-1 mb-3 text-soft text-sm">
            {outsideWords(source, tShell)}
          </p>
        ))}
    </>
  )
}

function invoiceCount(sources: Sources | undefined, source: Source): number | null {
  const health = sources?.sources.find((one) => one.source === source)
  if (!health || health.state === 'off') return null
  return health.resources.find((resource) => resource.resource === 'invoices')?.rows ?? null
}
