import { useEffect, useRef, useState } from 'react'
import { Icon } from '#components/ui/icon.tsx'
import { useWords } from '#components/ui/words.tsx'

const SETTLE_MS = 250

type SearchFieldProps = { value: string | null; hint: string; onChange: (text: string | null) => void }

/** Searches while the user types, 250 ms after the last key. Enter searches at once, Esc clears. */
export function SearchField({ value, hint, onChange }: SearchFieldProps) {
  const t = useWords('filters')
  // Typed text that is not searched yet; null while the field shows the list's current search.
  const [draft, setDraft] = useState<string | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const commit = (text: string) => {
    clearTimeout(timer.current)
    timer.current = undefined
    onChange(text.trim() === '' ? null : text)
  }
  return (
    <div className="relative w-full md:w-64">
      <Icon
        name="search"
        size={14}
        className="pointer-events-none absolute top-1/2 start-2.5 -translate-y-1/2 text-faint"
      />
      <input
        type="search"
        enterKeyHint="search"
        aria-label={hint}
        aria-keyshortcuts="/"
        placeholder={hint}
        maxLength={100}
        value={draft ?? value ?? ''}
        onChange={({ target }) => {
          setDraft(target.value)
          clearTimeout(timer.current)
          timer.current = setTimeout(() => commit(target.value), SETTLE_MS)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit(event.currentTarget.value)
          if (event.key !== 'Escape') return
          event.stopPropagation()
          setDraft(null)
          commit('')
          event.currentTarget.blur()
        }}
        onBlur={({ target }) => {
          // After Enter and Esc no text waits for its search.
          if (timer.current !== undefined) commit(target.value)
          setDraft(null)
        }}
        className="field peer w-full pe-8 ps-8 [&::-webkit-search-cancel-button]:hidden"
      />
      {(draft ?? value) ? (
        <button
          type="button"
          aria-label={t('clear-search')}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => {
            setDraft(null)
            commit('')
          }}
          className="absolute top-1 end-1 grid size-6 place-items-center rounded-sm text-soft hover:bg-hover hover:text-ink"
        >
          <Icon name="close" size={14} />
        </button>
      ) : (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 end-2.5 hidden -translate-y-1/2 text-faint text-xs peer-focus:hidden md:block"
        >
          /
        </span>
      )}
    </div>
  )
}
