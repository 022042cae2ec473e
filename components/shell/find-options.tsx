import clsx from 'clsx'
import { PageLink } from '#components/ui/page-link.tsx'
import { SourceLine } from '#components/ui/source-text.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { FindGroup } from './use-find.ts'

type FindOptionsProps = {
  id: string
  groups: readonly FindGroup[]
  /** Index of the option that Enter opens. */
  active: number
  optionId: (at: number) => string
  onChoose: () => void
}

/** The results of the palette by source. The focus stays in the field; options are links. */
export function FindOptions({ id, groups, active, optionId, onChoose }: FindOptionsProps) {
  const t = useWords('find')
  const firsts = groups.map((_, at) =>
    groups.slice(0, at).reduce((sum, { options }) => sum + options.length, 0),
  )
  return (
    <div id={id} role="listbox" aria-label={t('title')}>
      {groups.map((group, nth) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset has no place in a listbox.
        <div key={group.title} role="group" aria-label={group.title} className="mb-2">
          <p aria-hidden="true" className="flex justify-between px-2 py-1 text-faint text-xs">
            <span>{group.title}</span>
            <span>{group.count}</span>
          </p>
          {group.options.map((option, nthOption) => {
            const at = (firsts[nth] ?? 0) + nthOption
            return (
              <PageLink
                key={option.href}
                id={optionId(at)}
                role="option"
                aria-selected={at === active}
                tabIndex={-1}
                href={option.href}
                onClick={onChoose}
                className={clsx(
                  'flex min-h-11 items-center py-1 justify-between gap-4 rounded-md px-2 md:min-h-8 md:py-0',
                  at === active ? 'bg-accent-soft' : 'hover:bg-hover',
                )}
              >
                <span className="flex min-w-0 flex-1 flex-col md:flex-row md:items-baseline md:justify-between md:gap-4">
                  <span className="min-w-0 truncate">
                    {option.isWords ? option.name : <SourceLine text={option.name} />}
                  </span>
                  {option.note === '' ? null : (
                    <span className="min-w-0 truncate text-soft text-sm md:max-w-[60%] md:shrink-0">
                      <SourceLine text={option.note} />
                    </span>
                  )}
                </span>
                {option.amount === null ? null : (
                  <span className="min-w-24 shrink-0 text-end text-sm tabular-nums">{option.amount}</span>
                )}
              </PageLink>
            )
          })}
        </div>
      ))}
    </div>
  )
}
