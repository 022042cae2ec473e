import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Age } from '#components/ui/age.tsx'
import { Button } from '#components/ui/button.tsx'
import { ToneLine } from '#components/ui/tone-line.tsx'
import { richText, useFaultWords, useWords } from '#components/ui/words.tsx'
import { explainError } from '#lib/api/explain-error.ts'
import { auditQueries } from '#lib/audit/queries.ts'
import type { AuditChain } from '#lib/audit/schema.ts'

/** Whether the hash chain is intact, as far as it was verified, and a button that verifies it now. */
export function ChainState() {
  const t = useWords('audit')
  const tFaults = useFaultWords()
  const client = useQueryClient()
  const { data } = useQuery(auditQueries.chain())
  const verify = useMutation({
    ...auditQueries.verify(),
    onSuccess: (chain) => {
      client.setQueryData(auditQueries.chain().queryKey, chain)
      return client.invalidateQueries({ queryKey: ['audit', 'list'] })
    },
  })
  return (
    <section aria-label={t('chain.label')} className="-mt-1 mb-3 flex flex-wrap items-center gap-x-3 gap-y-1">
      <div role="status" className="min-w-0 text-soft">
        {data ? <State chain={data} /> : t('chain.pending')}
      </div>
      <Button size="sm" disabled={verify.isPending} onClick={() => verify.mutate()}>
        {verify.isPending ? t('chain.checking') : data?.check ? t('chain.again') : t('chain.check')}
      </Button>
      {verify.isError ? (
        <p role="alert" className="w-full text-bad text-sm">
          {t('chain.failed', { why: explainError(verify.error, tFaults).why })}
        </p>
      ) : null}
    </section>
  )
}

function State({ chain: { check } }: { chain: AuditChain }) {
  const t = useWords('audit')
  if (!check) return t('chain.unchecked')
  const age = () => <Age key="age" instant={check.checkedAt} />
  if (check.fault) {
    const { sequence, kind, detail } = check.fault
    return (
      <ToneLine tone="bad" size={12} className="text-bad">
        {richText(t.rich('chain.fault', { number: sequence, kind, detail, age }))}
      </ToneLine>
    )
  }
  const { from, to } = check
  return (
    <ToneLine tone={from === 1 ? 'ok' : 'wait'} size={12}>
      {richText(from === 1 ? t.rich('chain.ok', { to, age }) : t.rich('chain.part', { from, to, age }))}
    </ToneLine>
  )
}
