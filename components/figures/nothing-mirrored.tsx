import { buttonClass } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { PageLink } from '#components/ui/page-link.tsx'
import { useWords } from '#components/ui/words.tsx'
import { paths } from '#lib/paths.ts'
import { describeScope, NAMED } from '#lib/people/scope.ts'
import { visibleText } from '#lib/visible-text.ts'
import type { Words } from '#lib/words/words.ts'

type NothingMirroredProps = {
  title: string
  /** The funding sources that the viewer may see. */
  scope: 'all' | readonly string[]
}

/** A figures page without any billing period that the viewer may see. */
export function NothingMirrored({ title, scope }: NothingMirroredProps) {
  const tAccess = useWords('access')
  const t = useWords('figures')
  return (
    <div className="mx-auto max-w-[1240px] px-4 pt-5 pb-12 md:px-8 md:pt-7">
      <h1 className="page-title">{title}</h1>
      <EmptyState
        title={t('empty.title')}
        action={
          <PageLink href={paths.sources} className={buttonClass()}>
            {t('missing.sources')}
          </PageLink>
        }
      >
        {whenFilled(scope, t, tAccess)}
      </EmptyState>
    </div>
  )
}

/** Says when figures appear, by the funding sources that the viewer may see. */
function whenFilled(
  scope: NothingMirroredProps['scope'],
  t: Words<'figures'>,
  tAccess: Words<'access'>,
): string {
  if (scope === 'all') return t('empty.all')
  if (scope.length === 0) return t('empty.no-scope')
  if (scope.length > NAMED) return t('empty.many', { count: scope.length })
  return t('empty.named', { names: visibleText(describeScope(scope, tAccess)) })
}
