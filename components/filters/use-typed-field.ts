import { type FocusEvent, type KeyboardEvent, useEffect, useRef } from 'react'

type TypedField = {
  value: string | null
  /** Returns the value of a typed text; null for none. */
  read: (text: string) => string | null
  onChange: (value: string | null) => void
  /** Called when the field is left with whether its text is no value. */
  onUnread?: (isUnread: boolean) => void
}

/**
 * Returns the props of an input. What is typed counts once the field is left, or with Enter or Esc. A new value from
 * outside does not replace what is being typed, and the input keeps the focus.
 */
export function useTypedField({ value, read, onChange, onUnread }: TypedField) {
  const field = useRef<HTMLInputElement>(null)
  const isTyping = useRef(false)
  const isEdited = useRef(false)
  useEffect(() => {
    if (field.current && !isTyping.current) field.current.value = value ?? ''
  }, [value])
  const take = (text: string) => {
    isTyping.current = false
    if (!isEdited.current) return
    isEdited.current = false
    const typed = read(text.trim())
    const isEmpty = text.trim() === ''
    onUnread?.(typed === null && !isEmpty)
    if (typed !== value && (typed !== null || isEmpty)) onChange(typed)
  }
  return {
    ref: field,
    defaultValue: value ?? '',
    onChange: () => {
      isEdited.current = true
    },
    onBlur: (event: FocusEvent<HTMLInputElement>) => {
      if (isTyping.current && !isEdited.current) event.target.value = value ?? ''
      take(event.target.value)
    },
    onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => {
      isTyping.current = true
      if (event.key === 'Enter' || event.key === 'Escape') take(event.currentTarget.value)
    },
  }
}
