import { useRouter } from 'next/navigation'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { FailureLine } from '#components/ui/failure-line.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Sheet } from '#components/ui/sheet.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { Role } from '#lib/people/roles.ts'
import { FindOptions } from './find-options.tsx'
import { useFind } from './use-find.ts'

/** Finds pages, funding sources, contracts and rows of every list, by keyboard or pointer. */
export function FindPalette({ role, onClose }: { role: Role; onClose: () => void }) {
  const t = useWords('find')
  const tUi = useWords('ui')
  const router = useRouter()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState(0)
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  const { groups, isShort, isPending, error, count } = useFind(text, role)
  const options = groups.flatMap((group) => group.options)
  const active = Math.min(chosen, options.length - 1)
  const optionId = (at: number) => `${id}${at}`
  useEffect(() => {
    document.getElementById(`${id}${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, active])

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: active + 1, ArrowUp: active - 1 }
    const next = steps[event.key]
    if (next !== undefined && options.length > 0) setChosen((next + options.length) % options.length)
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing && options[active]) {
      router.push(options[active].href)
      onClose()
    } else return
    event.preventDefault()
  }
  return (
    <Sheet title={t('title')} side="top" hasHeader={false} onClose={onClose} initialFocus={input}>
      <div className="flex shrink-0 items-center gap-2.5 border-line border-b px-4">
        <Icon name="search" size={16} className="text-faint" />
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-label={t('field.label')}
          aria-expanded={options.length > 0}
          aria-controls={`${id}list`}
          aria-autocomplete="list"
          aria-activedescendant={options.length > 0 ? optionId(active) : undefined}
          placeholder={t('field.label')}
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="go"
          maxLength={100}
          value={text}
          onChange={({ target }) => {
            setText(target.value)
            setChosen(0)
          }}
          onKeyDown={onKeyDown}
          className="h-12 min-w-0 flex-1 bg-transparent outline-none placeholder:text-faint"
        />
        <button
          type="button"
          aria-label={tUi('close')}
          onClick={onClose}
          className="-me-2 grid size-11 shrink-0 place-items-center rounded-md text-soft hover:bg-hover hover:text-ink md:hidden"
        >
          <Icon name="close" size={16} />
        </button>
      </div>
      <div className="min-h-0 overflow-y-auto overscroll-contain px-2 py-2">
        <FindOptions
          id={`${id}list`}
          groups={groups}
          active={active}
          optionId={optionId}
          onChoose={onClose}
        />
        {isShort ? <p className="px-2 py-1.5 text-soft text-sm">{t('hint')}</p> : null}
        {error ? (
          <div className="px-2">
            <FailureLine what={t('failed')} error={error} />
          </div>
        ) : null}
        <p role="status" className={isPending || count === 0 ? 'px-2 py-1.5 text-soft text-sm' : 'sr-only'}>
          {isPending
            ? t('pending')
            : count === null
              ? ''
              : count === 0
                ? t('none', { search: text.trim() })
                : t('results', { count })}
        </p>
      </div>
    </Sheet>
  )
}
