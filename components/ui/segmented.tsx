import clsx from 'clsx'
import { useId } from 'react'

type SegmentedProps<Value extends string> = {
  label: string
  options: readonly { value: Value; label: string; title?: string }[]
  /** The selected option; null if none is. */
  value: Value | null
  onChange: (value: Value) => void
  size?: 'md' | 'sm'
}

/** A choice of a few options, side by side; arrow keys move between them. */
export function Segmented<Value extends string>({
  label,
  options,
  value,
  onChange,
  size = 'md',
}: SegmentedProps<Value>) {
  const name = useId()
  return (
    <fieldset className="inline-flex min-w-0 max-w-full overflow-x-auto rounded-md border border-edge bg-panel">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          title={option.title}
          className={clsx(
            'relative flex cursor-pointer items-center border-line border-e font-medium whitespace-nowrap last:border-e-0',
            'has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:-outline-offset-2',
            size === 'md' ? 'h-[30px] px-3' : 'h-[26px] px-2 text-sm',
            option.value === value ? 'bg-accent-soft text-ink' : 'text-soft hover:text-ink',
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="absolute inset-0 cursor-pointer appearance-none opacity-0"
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  )
}
