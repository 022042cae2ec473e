import { type ReactNode, useId, useRef, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { IntegrationKey } from '#lib/admin/schema.ts'

type SecretOnceProps = { label: string; value: string; children: ReactNode }

const show = (secret: HTMLElement | null) => secret?.scrollIntoView({ block: 'nearest' })

/** A link or key that is shown only once, with a copy button. */
export function SecretOnce({ label, value, children }: SecretOnceProps) {
  const t = useWords('admin')
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [isCopied, setIsCopied] = useState(false)
  const copy = async () => {
    field.current?.select()
    // Browsers have no clipboard API over plain HTTP. The selected text can then be copied by hand.
    await navigator.clipboard?.writeText(value).then(
      () => setIsCopied(true),
      () => {},
    )
  }
  return (
    <div ref={show} className="mt-3 rounded-md border border-edge px-3 py-2.5">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <div className="mt-1.5 flex gap-2">
        <input
          id={id}
          ref={field}
          readOnly
          value={value}
          onFocus={(event) => event.target.select()}
          className="field min-w-0 flex-1 font-mono text-sm"
        />
        <Button onClick={() => void copy()}>{isCopied ? t('copied') : t('copy')}</Button>
      </div>
      <div className="mt-2 flex flex-col gap-1 text-pretty text-sm text-soft">{children}</div>
      <p role="status" className="sr-only">
        {isCopied ? t('copied') : ''}
      </p>
    </div>
  )
}

/** The key of an integration, shown only once, with instructions for its use. */
export function NewKey({ answer }: { answer: IntegrationKey }) {
  const t = useWords('admin')
  const format = useFormat()
  const { integration, key } = answer
  return (
    <SecretOnce label={t('key.label', { name: integration.name })} value={key}>
      <p>{t('key.once', { time: format.instant(integration.expiresAt) })}</p>
      {integration.previousKeyEndsAt ? (
        <p>{t('key.former', { time: format.instant(integration.previousKeyEndsAt) })}</p>
      ) : null}
      <p>
        {t('key.send')}
        <code className="block break-words">Authorization: Bearer {integration.keyPrefix}…</code>
      </p>
    </SecretOnce>
  )
}
