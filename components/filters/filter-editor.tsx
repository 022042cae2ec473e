import { agreedSeason } from '#lib/collections/season.ts'
import { AmountsEditor } from './amounts-editor.tsx'
import { ChoiceEditor } from './choice-editor.tsx'
import { DaysEditor } from './days-editor.tsx'
import {
  chosenDays,
  chosenValues,
  type FilterPatch,
  type FilterSpec,
  type FilterValues,
} from './filter-spec.ts'
import { MomentEditor } from './moment-editor.tsx'
import { UnpaidEditor } from './unpaid-editor.tsx'
import type { FilterChoices } from './use-filter-options.ts'

export type FilterEditorProps = FilterChoices & {
  spec: FilterSpec
  values: FilterValues
  onChange: (patch: FilterPatch) => void
}

/** The editor of one filter; loaded when a filter is first opened. */
export function FilterEditor({ spec, values, options, failure, onChange }: FilterEditorProps) {
  if (spec.kind === 'days') {
    return (
      <DaysEditor
        label={spec.label}
        range={chosenDays(values, spec)}
        seasonOn={(today) =>
          options ? agreedSeason(chosenValues(values, 'funding_source'), options, today) : null
        }
        onChange={({ from, to }) => onChange({ [spec.key]: from, [spec.to]: to })}
      />
    )
  }
  if (spec.kind === 'amounts') {
    return <AmountsEditor spec={spec} values={values} options={options} onChange={onChange} />
  }
  if (spec.kind === 'unpaid') {
    const days = chosenValues(values, spec.key)[0] ?? null
    return <UnpaidEditor spec={spec} days={days} onChange={(chosen) => onChange({ [spec.key]: chosen })} />
  }
  if (spec.kind === 'moment') {
    return (
      <MomentEditor
        spec={spec}
        value={chosenValues(values, spec.key)[0] ?? null}
        onChange={(day) => onChange({ [spec.key]: day })}
      />
    )
  }
  return (
    <ChoiceEditor
      spec={spec}
      chosen={chosenValues(values, spec.key)}
      options={options}
      failure={failure}
      onChange={(chosen) => onChange({ [spec.key]: chosen })}
    />
  )
}
