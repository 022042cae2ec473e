import { Button } from '#components/ui/button.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { Sheet } from '#components/ui/sheet.tsx'
import { SourceLine } from '#components/ui/source-text.tsx'
import { useWords } from '#components/ui/words.tsx'
import { FilterEditor, type FilterEditorProps } from './filter-editor.tsx'
import { describeFilter, type FilterSpec } from './filter-spec.ts'

type FilterSheetProps = Omit<FilterEditorProps, 'spec'> & {
  specs: readonly FilterSpec[]
  onClear: () => void
  onClose: () => void
  /** Label of the button that closes the sheet, e.g. "Show 1,204 rows". */
  closeLabel: string
}

/** All filters of a list on a narrow screen. */
export function FilterSheet({ specs, onClear, onClose, closeLabel, ...editor }: FilterSheetProps) {
  const format = useFormat()
  const t = useWords('filters')
  return (
    <Sheet title={t('title')} side="bottom" onClose={onClose}>
      <div className="px-4 pt-2">
        {specs.map((spec) => (
          <details key={spec.key} name="filter" className="group border-line border-b">
            <summary className="flex min-h-12 list-none items-center justify-between gap-4">
              <span className="font-medium">{spec.label}</span>
              <SourceLine
                text={describeFilter(editor.values, spec, editor.options, format, t)}
                className="min-w-0 text-soft"
              />
            </summary>
            <div className="-mx-1.5 pb-3 [&_fieldset]:w-full">
              <FilterEditor spec={spec} {...editor} />
            </div>
          </details>
        ))}
      </div>
      <div className="sticky bottom-0 mt-auto flex gap-2 border-line border-t bg-panel p-4 pb-[max(16px,env(safe-area-inset-bottom))]">
        <Button onClick={onClear}>{t('clear')}</Button>
        <Button variant="primary" className="flex-1" onClick={onClose}>
          {closeLabel}
        </Button>
      </div>
    </Sheet>
  )
}
