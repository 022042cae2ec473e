import { useState } from 'react'
import { useWords } from '#components/ui/words.tsx'
import { isOneCurrency } from '#lib/comparable-sort.ts'
import { compareMoney } from '#lib/money.ts'
import { readAmount } from '#lib/search-params.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import { visibleText } from '#lib/visible-text.ts'
import { CurrencyQuestion } from './currency-question.tsx'
import {
  type AmountsFilter,
  chosenDays,
  chosenValues,
  type FilterPatch,
  type FilterValues,
} from './filter-spec.ts'
import { useTypedField } from './use-typed-field.ts'

type AmountsEditorProps = {
  spec: AmountsFilter
  values: FilterValues
  options: FilterOptions | undefined
  onChange: (patch: FilterPatch) => void
}

/** Types a range of amounts; asks for the currency first where there is not exactly one. */
export function AmountsEditor({ spec, values, options, onChange }: AmountsEditorProps) {
  const t = useWords('filters')
  const currencies = chosenValues(values, 'currency')
  const { from, to } = chosenDays(values, spec)
  if (!isOneCurrency(currencies))
    return <CurrencyQuestion options={options} onChoose={(currency) => onChange({ currency: [currency] })} />
  const set = (least: string | null, most: string | null) => {
    const isReversed = least !== null && most !== null && compareMoney(least, most) > 0
    onChange(isReversed ? { [spec.key]: most, [spec.to]: least } : { [spec.key]: least, [spec.to]: most })
  }
  return (
    <fieldset className="flex w-[300px] max-w-full flex-col gap-3 p-3">
      <legend className="sr-only">{spec.label}</legend>
      <div className="grid grid-cols-2 gap-2">
        <AmountInput label={t('amounts.least')} amount={from} onChange={(least) => set(least, to)} />
        <AmountInput label={t('amounts.most')} amount={to} onChange={(most) => set(from, most)} />
      </div>
      <p className="text-pretty text-soft text-sm">
        {t('amounts.in', { currency: visibleText(currencies[0] ?? '') })}
      </p>
    </fieldset>
  )
}

type AmountInputProps = { label: string; amount: string | null; onChange: (amount: string | null) => void }

function AmountInput({ label, amount, onChange }: AmountInputProps) {
  const t = useWords('filters')
  const [isUnread, setIsUnread] = useState(false)
  const field = useTypedField({ value: amount, read: readAmount, onChange, onUnread: setIsUnread })
  return (
    <label className="flex flex-col gap-1 text-sm text-soft">
      {label}
      <input
        {...field}
        inputMode="decimal"
        autoComplete="off"
        maxLength={82}
        aria-invalid={isUnread}
        className="field px-2 text-end tabular-nums"
      />
      {isUnread ? (
        <span role="alert" className="text-bad">
          {t('amounts.unread')}
        </span>
      ) : null}
    </label>
  )
}
