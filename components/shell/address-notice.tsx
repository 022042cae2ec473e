import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { ToneLine } from '#components/ui/tone-line.tsx'
import { richText, useWords } from '#components/ui/words.tsx'
import { type AddressIssue, withoutIssues, withSuggestion } from '#lib/address-mending.ts'
import { visibleText } from '#lib/visible-text.ts'

const SHOWN = 5
const LONGEST = 60

type AddressNoticeProps = { issues: readonly AddressIssue[]; search: URLSearchParams }

/** Says what of the address is ignored, and removes it from the address. */
export function AddressNotice({ issues, search }: AddressNoticeProps) {
  const t = useWords('address')
  const router = useRouter()
  // The server reads the address again: what was suggested may not be understood either.
  const [isReading, startReading] = useTransition()
  const show = (next: URLSearchParams) =>
    startReading(() =>
      router.replace((next.size === 0 ? window.location.pathname : `?${next}`) as Route, { scroll: false }),
    )
  return (
    <section
      aria-label={t('label')}
      className="mx-4 mt-4 flex shrink-0 flex-wrap items-start gap-x-4 gap-y-2 rounded-md bg-wait-soft px-3 py-2 md:mx-6 lg:mx-8"
    >
      <ToneLine tone="wait" className="min-w-0 flex-1 basis-72">
        <div role="alert">
          <ul className="flex flex-col gap-1">
            {issues.slice(0, SHOWN).map((issue) => (
              <Issue
                key={`${issue.kind} ${issue.name} ${issue.value}`}
                issue={issue}
                isReading={isReading}
                onUse={() => show(withSuggestion(issue, search))}
              />
            ))}
          </ul>
        </div>
        {issues.length > SHOWN ? <p>{t('more', { count: issues.length - SHOWN })}</p> : null}
        <p className="mt-1 text-soft">{t('no-export')}</p>
      </ToneLine>
      <Button disabled={isReading} onClick={() => show(withoutIssues(issues, search))}>
        {t('remove')}
      </Button>
    </section>
  )
}

/** Parameters that filter nothing. */
const VIEW_NAMES: readonly string[] = ['sort', 'row', 'columns', 'density', 'by', 'range']

type IssueProps = { issue: AddressIssue; isReading: boolean; onUse: () => void }

function Issue({ issue, isReading, onUse }: IssueProps) {
  const t = useWords('address')
  const { kind, name, value, instead, isWord, hasOthers } = issue
  const about = {
    name: visibleText(short(name)),
    value: () => (
      <b key="value" className="font-medium">
        {value.trim() === '' ? t('blank') : <SourceText text={short(value)} />}
      </b>
    ),
  }
  const saysNothing = kind === 'name' || kind === 'repeated' || hasOthers || VIEW_NAMES.includes(name)
  return (
    <li>
      {richText(t.rich(`what.${kind === 'value' && isWord ? 'word' : kind}`, about))}{' '}
      {saysNothing ? t('ignored') : t('not-filtered', { name: about.name })}{' '}
      {kind === 'unused' && /amount/.test(`${name}${value}`) ? t('one-currency') : null}{' '}
      {instead === null ? null : (
        <Button variant="outline" size="sm" disabled={isReading} onClick={onUse}>
          {t('use', { text: instead })}
        </Button>
      )}
    </li>
  )
}

function short(text: string): string {
  const letters = [...text]
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST).join('')}…` : text
}
