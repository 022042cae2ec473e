import { useWords } from '#components/ui/words.tsx'
import { readDayCount } from '#lib/search-params.ts'
import type { UnpaidFilter } from './filter-spec.ts'
import { useTypedField } from './use-typed-field.ts'

type UnpaidEditorProps = { spec: UnpaidFilter; days: string | null; onChange: (days: string | null) => void }

/** The ages of Collections begin after these numbers of days. */
const OFFERED = ['7', '14', '30', '60', '90'] as const

/** Chooses for how many days rows are unpaid. */
export function UnpaidEditor({ spec, days, onChange }: UnpaidEditorProps) {
  const t = useWords('filters')
  const field = useTypedField({ value: days, read: readDayCount, onChange })
  return (
    <fieldset className="flex w-[300px] max-w-full flex-col gap-3 p-3">
      <legend className="sr-only">{spec.label}</legend>
      <div className="grid grid-cols-2 gap-1">
        {OFFERED.map((offered) => (
          <button
            key={offered}
            type="button"
            aria-pressed={offered === days}
            onClick={() => onChange(offered)}
            className="h-8 rounded-md px-2 text-start hover:bg-hover aria-pressed:bg-accent-soft aria-pressed:font-medium"
          >
            {t('unpaid.more', { days: Number(offered) })}
          </button>
        ))}
      </div>
      <label className="flex flex-col gap-1 text-sm text-soft">
        {t('unpaid.days')}
        <input {...field} type="number" min={0} max={3650} className="field px-2" />
      </label>
      <p className="text-pretty text-soft text-sm">{t(`unpaid.${spec.of}`)}</p>
    </fieldset>
  )
}
