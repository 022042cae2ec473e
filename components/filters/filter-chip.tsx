import { Icon } from '#components/ui/icon.tsx'
import { lazyComponent } from '#components/ui/lazy-component.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { SourceLine } from '#components/ui/source-text.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { FilterEditorProps } from './filter-editor.tsx'
import { describeFilter, isActive, withoutFilter } from './filter-spec.ts'

/** A filter in the bar: shows its value, opens its editor, and can be removed. */
export function FilterChip(props: FilterEditorProps) {
  const { spec, values, options, onChange } = props
  const format = useFormat()
  const t = useWords('filters')
  const active = isActive(values, spec)
  const description = describeFilter(values, spec, options, format, t)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be an inline flex box everywhere
    <span
      role="group"
      aria-label={t('chip.label', { field: spec.label })}
      className="inline-flex max-w-full items-stretch"
    >
      <Popover
        title={spec.label}
        variant={active ? 'chosen' : 'open'}
        className={active ? 'filter-chip min-w-0 shrink rounded-e-none pe-1.5' : 'min-w-0 shrink'}
        trigger={
          <>
            <span className="font-normal text-soft">
              {spec.label}
              <span className="sr-only">: </span>
            </span>
            {active ? (
              <SourceLine text={description} className="max-w-56" />
            ) : (
              <span className="sr-only">{description}</span>
            )}
            {active ? null : <Icon name="chevron-down" size={14} />}
          </>
        }
      >
        {() => <LazyFilterEditor {...props} />}
      </Popover>
      {active ? (
        <button
          type="button"
          aria-label={t('chip.remove', { field: spec.label })}
          onClick={() => onChange(withoutFilter(spec))}
          className="grid w-7 shrink-0 place-items-center rounded-e-md bg-accent-soft text-soft hover:text-ink"
        >
          <Icon name="close" size={14} />
        </button>
      ) : null}
    </span>
  )
}

/** The filter editor with its calendar and lists, loaded on first use. */
export const LazyFilterEditor = lazyComponent(
  () => import('./filter-editor.tsx').then((module) => module.FilterEditor),
  <Skeleton className="m-4 w-48" />,
)
