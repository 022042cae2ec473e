import { HistoryItem } from '#components/detail/history.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { useWords } from '#components/ui/words.tsx'
import { billingPeriodsPath } from '#lib/billing-periods/paths.ts'
import { billingStatusGroup, billingStatusText } from '#lib/billing-periods/status.ts'
import { BILLING_STATUS_TONES } from '#lib/billing-periods/tones.ts'
import { periodsOf } from '#lib/contracts/paths.ts'
import { MOST_CONTRACT_CHANGES } from '#lib/contracts/rules.ts'
import type { Contract, ContractChange } from '#lib/contracts/schema.ts'

type ContractHistoryProps = { contract: Contract; entries: readonly ContractChange[] }

/** What Furrow saw change in the billing periods of a contract, newest first. */
export function ContractHistory({ contract, entries }: ContractHistoryProps) {
  const format = useFormat()
  const t = useWords('contracts')
  const tDetail = useWords('detail')
  const tStatuses = useWords('statuses')
  if (entries.length === 0) return <p className="text-soft">{t('history.none')}</p>
  return (
    <>
      <ol className="ms-1.5 border-line border-s">
        {entries.map((entry) => (
          <HistoryItem
            key={`${entry.period.id} ${entry.seenAt}`}
            entry={entry}
            draw={(status) => ({
              label: billingStatusText(status, tStatuses),
              tone: BILLING_STATUS_TONES[billingStatusGroup(status)],
            })}
            title={
              <TextLink href={billingPeriodsPath(periodsOf(contract), entry.period.id)}>
                {format.dayRange(entry.period.startDate, entry.period.endDate)}
              </TextLink>
            }
          />
        ))}
      </ol>
      {entries.length === MOST_CONTRACT_CHANGES ? (
        <p className="mt-2 text-soft text-sm">{tDetail('history.cut', { count: entries.length })}</p>
      ) : null}
    </>
  )
}
