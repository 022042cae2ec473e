import { type FormEvent, useState } from 'react'
import { useFaultWords } from '#components/ui/words.tsx'
import { explainInLine } from '#lib/api/explain-error.ts'
import { ApiError, fetchJson } from '#lib/api/fetch-json.ts'
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
  const t = useFaultWords()
  const [fault, setFault] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    setIsBusy(true)
    setFault(null)
    fetchJson<Answer>(path, { method: 'POST', body: bodyOf(formValues(form)) })
      .then((answer) => onDone(answer, form))
      .catch((error: unknown) => {
        if (error instanceof ApiError) fieldOf(error.problem.param, form)?.focus()
        setFault(explainInLine(error, t, (param) => fieldOf(param, form)?.labels?.[0]?.textContent))
      })
      .finally(() => setIsBusy(false))
  }
  return { fault, isBusy, submit }
}

/** Finds the field of a form by its name in the API. */
function fieldOf(name = '', form: HTMLFormElement): HTMLInputElement | HTMLTextAreaElement | null {
  const field = form.elements.namedItem(name)
  return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field : null
}
