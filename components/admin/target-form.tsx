import { type FormEvent, useId, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceLine } from '#components/ui/source-text.tsx'
import { useWords } from '#components/ui/words.tsx'
import { readPercent } from '#lib/admin/percent.ts'
import type { TargetSetting } from '#lib/admin/schema.ts'
import { visibleText } from '#lib/visible-text.ts'

type TargetFormProps = {
  currency: string
  /** Null where none is set. */
  target: TargetSetting | null
  isPending: boolean
  /** Called with the percentage; null removes the target. */
  onChange: (percent: string | null) => void
}

/** Sets, changes or removes the target of one currency. */
export function TargetForm({ currency, target, isPending, onChange }: TargetFormProps) {
  const t = useWords('admin')
  const format = useFormat()
  const id = useId()
  const former = target?.percent.replace('.', format.rules.decimal) ?? ''
  const [text, setText] = useState(former)
  const [isTried, setIsTried] = useState(false)
  const percent = readPercent(text)
  const isWrong = isTried && percent === null
  const isSame = percent !== null && Number(percent) === Number(target?.percent)
  const named = { currency: visibleText(currency) }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setIsTried(true)
    if (percent !== null) onChange(percent)
  }
  const hint = isWrong
    ? t('target.wrong')
    : target && t('target.set', { name: target.setBy, time: format.instant(target.setAt) })
  return (
    <form onSubmit={submit} autoComplete="off" className="border-line border-t py-3 last:border-b">
      <div className="flex flex-wrap items-center gap-2">
        <label htmlFor={id} className="w-16 font-medium">
          <SourceLine text={currency} />
          <span className="sr-only"> {t('target.field', named)}</span>
        </label>
        <span className="flex items-center gap-1.5">
          <input
            id={id}
            value={text}
            inputMode="decimal"
            maxLength={8}
            placeholder={t('target.none')}
            aria-invalid={isWrong}
            aria-describedby={hint ? `${id}-hint` : undefined}
            onChange={(event) => setText(event.target.value)}
            className="field h-9 w-24 text-end tabular-nums placeholder:text-faint"
          />
          <span aria-hidden="true" className="text-soft">
            %
          </span>
        </span>
        <Button
          type="submit"
          size="sm"
          disabled={isPending || isSame || text === ''}
          aria-label={t('target.save-of', named)}
        >
          {t('target.save')}
        </Button>
        {target ? (
          <Button
            variant="quiet"
            size="sm"
            disabled={isPending}
            aria-label={t('target.remove-of', named)}
            onClick={() => onChange(null)}
          >
            {t('target.remove')}
          </Button>
        ) : null}
      </div>
      {hint ? (
        <p
          id={`${id}-hint`}
          role={isWrong ? 'alert' : undefined}
          className={isWrong ? 'mt-1.5 text-bad text-sm' : 'mt-1.5 text-faint text-sm'}
        >
          {hint}
        </p>
      ) : null}
    </form>
  )
}
