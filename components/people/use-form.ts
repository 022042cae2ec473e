import { type FormEvent, useState } from 'react'
import { explainInLine } from '#lib/api/explain-error.ts'
import { fetchJson } from '#lib/api/fetch-json.ts'
import { formValues } from '#lib/form-values.ts'

/**
 * Submits a form to one of our own routes as JSON.
 * @param bodyOf builds the request body from the fields' texts.
 * @param onDone called with the response and the form.
 * @returns the reason of a refusal, whether a request is pending, and the form's `onSubmit`.
 */
export function useForm<Answer>(
  path: string,
  bodyOf: (values: Record<string, string>) => unknown,
  onDone: (answer: Answer, form: HTMLFormElement) => void,
): { fault: string | null; isBusy: boolean; submit: (event: FormEvent<HTMLFormElement>) => void } {
  const [fault, setFault] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    setIsBusy(true)
    setFault(null)
    fetchJson<Answer>(path, { method: 'POST', body: bodyOf(formValues(form)) })
      .then((answer) => onDone(answer, form))
      .catch((error: unknown) => setFault(tell(explainInLine(error), form)))
      .finally(() => setIsBusy(false))
  }
  return { fault, isBusy, submit }
}

/**
 * An API error about a field begins with the field's API name. Replaces the name with the field's label and
 * focuses the field.
 */
function tell(why: string, form: HTMLFormElement): string {
  const [, name = '', fault] = /^([a-z]\w*): (.+)$/s.exec(why) ?? []
  if (fault === undefined) return why
  const field = form.elements.namedItem(name)
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return fault
  field.focus()
  const label = field.labels?.[0]?.textContent
  return label && /^[a-z]/.test(fault) ? `${label} ${fault}.` : fault
}
