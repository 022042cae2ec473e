'use client'

import { type FormEvent, useState } from 'react'
import { explainInLine } from '#lib/api/explain-error.ts'
import { fetchJson } from '#lib/api/fetch-json.ts'

/**
 * A form that is sent to one of our own routes as JSON. In: the route, what to send of the fields, and what to do with the
 * answer. Out: why it was refused, whether it is under way, and the form's `onSubmit`.
 */
export function useForm<Answer>(
  path: string,
  bodyOf: (form: FormData) => unknown,
  onDone: (answer: Answer, form: HTMLFormElement) => void,
): { fault: string | null; isBusy: boolean; submit: (event: FormEvent<HTMLFormElement>) => void } {
  const [fault, setFault] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    setIsBusy(true)
    setFault(null)
    fetchJson<Answer>(path, { method: 'POST', body: bodyOf(new FormData(form)) })
      .then((answer) => onDone(answer, form))
      .catch((error: unknown) => setFault(tell(explainInLine(error), form)))
      .finally(() => setIsBusy(false))
  }
  return { fault, isBusy, submit }
}

/** A fault of a field begins with the field's name in the API: it is told by the field's label, and the field is focused. */
function tell(why: string, form: HTMLFormElement): string {
  const [, name = '', fault] = /^([a-z]\w*): (.+)$/s.exec(why) ?? []
  if (fault === undefined) return why
  const field = form.elements.namedItem(name)
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return fault
  field.focus()
  const label = field.labels?.[0]?.textContent
  return label && /^[a-z]/.test(fault) ? `${label} ${fault}.` : fault
}
