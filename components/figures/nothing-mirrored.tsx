import Link from 'next/link'
import { buttonClass } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { paths } from '#lib/paths.ts'
import { describeFiguresScope } from '#lib/people/figures-scope.ts'

type NothingMirroredProps = {
  title: string
  /** The funding sources that the viewer may see. */
  scope: 'all' | readonly string[]
}

/** A figures page without any billing period that the viewer may see. */
export function NothingMirrored({ title, scope }: NothingMirroredProps) {
  const format = useFormat()
  const tAccess = useWords('access')
  const t = useWords('figures')
  return (
    <div className="mx-auto max-w-[1240px] px-4 pt-5 pb-12 md:px-8 md:pt-7">
      <h1 className="page-title">{title}</h1>
      <EmptyState
        title={t('empty.title')}
        action={
          <Link href={paths.sources} className={buttonClass()}>
            {t('missing.sources')}
          </Link>
        }
      >
        {scope === 'all' || scope.length > 0
          ? t('empty.text', { whom: describeFiguresScope([], scope, tAccess, format) })
          : t('empty.no-scope')}
      </EmptyState>
    </div>
  )
}
