'use client'

import { type FormEvent, useState } from 'react'
import { explainError } from '#lib/api/explain-error.ts'
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
      .catch((error: unknown) => setFault(withoutParameter(explainError(error).why)))
      .finally(() => setIsBusy(false))
  }
  return { fault, isBusy, submit }
}

/** A fault of a field begins with the field's name in the API, which a reader of the form need not know. */
function withoutParameter(why: string): string {
  return why.replace(/^[a-z]\w*: (?=[A-Z])/, '')
}
