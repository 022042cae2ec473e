import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Age } from '#components/ui/age.tsx'
import { Button } from '#components/ui/button.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { ToneLine } from '#components/ui/tone-line.tsx'
import { explainError } from '#lib/api/explain-error.ts'
import { auditQueries } from '#lib/audit/queries.ts'
import type { AuditChain } from '#lib/audit/schema.ts'

/** Whether the hash chain is intact, as far as it was verified, and a button that verifies it now. */
export function ChainState() {
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
    <section aria-label="Seal of the log" className="-mt-1 mb-3 flex flex-wrap items-center gap-x-3 gap-y-1">
      <div role="status" className="min-w-0 text-soft">
        {data ? <State chain={data} /> : 'Each event is sealed together with the one before.'}
      </div>
      <Button size="sm" disabled={verify.isPending} onClick={() => verify.mutate()}>
        {verify.isPending ? 'Checking…' : data?.check ? 'Check again' : 'Check the whole log'}
      </Button>
      {verify.isError ? (
        <p role="alert" className="w-full text-bad text-sm">
          The log could not be checked: {explainError(verify.error).why}
        </p>
      ) : null}
    </section>
  )
}

function State({ chain: { check } }: { chain: AuditChain }) {
  const format = useFormat()
  if (!check) return <>Sealed, event by event; not checked since the server started.</>
  const when = <Age instant={check.checkedAt} />
  if (check.fault) {
    return (
      <ToneLine tone="bad" size={12} className="text-bad">
        Does not hold at event {format.count(check.fault.sequence)} ({check.fault.kind}): {check.fault.detail}
        . Checked {when}.
      </ToneLine>
    )
  }
  const isWhole = check.from === 1
  return (
    <ToneLine tone={isWhole ? 'ok' : 'wait'} size={12}>
      Sealed, and verified {isWhole ? '' : `from event ${format.count(check.from)} `}up to event{' '}
      {format.count(check.to)}, {when}.
      {isWhole
        ? null
        : ' Those before are sealed with an earlier secret: npm run audit:verify checks them with it.'}
    </ToneLine>
  )
}
