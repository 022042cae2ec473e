import { useState } from 'react'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { PageLink } from '#components/ui/page-link.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { useFaultWords, useWords } from '#components/ui/words.tsx'
import { explainInLine } from '#lib/api/explain-error.ts'
import { fetchJson } from '#lib/api/fetch-json.ts'
import { paths } from '#lib/paths.ts'
import { accountApi } from '#lib/people/paths.ts'
import type { Account } from './account.ts'

/**
 * Name, role and funding sources of the signed-in person, a link to their account, and the sign-out button.
 */
export function AccountPanel({ account, onClose }: { account: Account; onClose: () => void }) {
  const t = useWords('shell')
  const tAccess = useWords('access')
  const tFaults = useFaultWords()
  const [fault, setFault] = useState<string | null>(null)
  const signOut = async () => {
    try {
      await fetchJson(accountApi.signOut, { method: 'POST' })
      // A full page load, so that no data stays in memory.
      window.location.assign(paths.signIn)
    } catch (error) {
      setFault(explainInLine(error, tFaults))
    }
  }
  return (
    <div className="w-64 p-3">
      <p className="break-words font-medium">{account.name}</p>
      <p className="text-soft">{tAccess(`role.${account.role}`)}</p>
      <Scope fundingSources={account.fundingSources} />
      {fault ? (
        <p role="alert" className="mt-2 text-bad">
          {fault}
        </p>
      ) : null}
      <div className="mt-3 flex gap-2 border-line border-t pt-3">
        <PageLink href={paths.account} onClick={onClose} className={buttonClass()}>
          {t('account.title')}
        </PageLink>
        <Button variant="quiet" onClick={() => void signOut()}>
          {t('account.sign-out')}
        </Button>
      </div>
    </div>
  )
}

function Scope({ fundingSources }: Pick<Account, 'fundingSources'>) {
  const t = useWords('shell')
  if (fundingSources === 'all') return <p className="mt-2 text-sm text-soft">{t('account.all')}</p>
  if (fundingSources.length === 0) return <p className="mt-2 text-sm text-soft">{t('account.none')}</p>
  return (
    <>
      <p className="mt-2 text-sm text-soft">{t('account.some')}</p>
      {/* The list scrolls, so that the sign-out button stays visible for any number of funding sources. */}
      <ul className="-me-1 max-h-40 overflow-y-auto pe-1 text-sm [scrollbar-width:thin]">
        {fundingSources.map((name) => (
          <li key={name} className="break-words">
            <SourceText text={name} />
          </li>
        ))}
      </ul>
    </>
  )
}
