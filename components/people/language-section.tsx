import { useMutation } from '@tanstack/react-query'
import { useId } from 'react'
import { useFaultWords, useWords } from '#components/ui/words.tsx'
import { explainInLine } from '#lib/api/explain-error.ts'
import { fetchJson } from '#lib/api/fetch-json.ts'
import { accountApi } from '#lib/people/paths.ts'

export type LanguageChoices = {
  /** The chosen language; null if screens follow the browser. */
  chosen: string | null
  /** Every language that can be chosen, each with its own name. */
  languages: readonly { language: string; name: string }[]
}

/** Chooses the language of all screens. Left out while there is only one. */
export function LanguageSection({ chosen, languages }: LanguageChoices) {
  const t = useWords('account')
  const tFaults = useFaultWords()
  const id = useId()
  const choose = useMutation({
    mutationFn: (language: string | null) =>
      fetchJson(accountApi.chooseLanguage, { method: 'POST', body: { language } }),
    // The server writes every text anew, those of the frame too.
    onSuccess: () => window.location.reload(),
  })
  if (languages.length < 2) return null
  return (
    <section aria-labelledby={id} className="mt-8 max-w-[360px]">
      <h2 id={id} className="font-semibold text-lg">
        {t('language.title')}
      </h2>
      <select
        aria-labelledby={id}
        className="field mt-3 w-full"
        defaultValue={chosen ?? ''}
        disabled={choose.isPending}
        onChange={(event) => choose.mutate(event.currentTarget.value || null)}
      >
        <option value="">{t('language.browser')}</option>
        {languages.map(({ language, name }) => (
          <option key={language} value={language} lang={language}>
            {name}
          </option>
        ))}
      </select>
      {choose.error ? (
        <p role="alert" className="mt-2 text-bad">
          {t('language.failed', { why: explainInLine(choose.error, tFaults) })}
        </p>
      ) : null}
    </section>
  )
}
