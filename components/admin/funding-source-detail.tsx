import { useState } from 'react'
import { DetailHeading, DetailSection } from '#components/detail/detail-parts.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { adminApi } from '#lib/admin/paths.ts'
import type { SourceSettings, TargetAnswer, TargetSetting } from '#lib/admin/schema.ts'
import { sourceState } from '#lib/admin/words.ts'
import { printTarget } from '#lib/collections/print-target.ts'
import { visibleText } from '#lib/visible-text.ts'
import { ActNote } from './act-note.tsx'
import { StateBadge } from './cells.tsx'
import { SourceSeasons } from './source-seasons.tsx'
import { TargetForm } from './target-form.tsx'
import { useAdminAct } from './use-admin-act.ts'

/** A change of one target; a percentage of null removes it. */
type Change = { currency: string; percent: string | null; version: string }

/** One funding source, with its targets by currency and its seasons. */
export function FundingSourceDetail({ source }: { source: SourceSettings }) {
  const t = useWords('admin')
  const format = useFormat()
  const act = useAdminAct<TargetAnswer>()
  const [done, setDone] = useState<{ text: string; undo: Change | null } | null>(null)
  const { name, currencies, targets } = source

  function perform({ percent, ...change }: Change, tell: (target: TargetSetting | null) => typeof done) {
    setDone(null)
    const key = { fundingSource: name, ...change }
    const post =
      percent === null
        ? { path: adminApi.removeTarget, body: key }
        : { path: adminApi.setTarget, body: { ...key, percent } }
    act.mutate(post, { onSuccess: ({ target }) => setDone(tell(target)) })
  }

  function change(currency: string, percent: string | null, former: TargetSetting | null) {
    const named = { name: visibleText(name), currency: visibleText(currency) }
    perform({ currency, percent, version: former?.version ?? '' }, (target) => ({
      text:
        target === null
          ? t('target.removed', named)
          : t('target.saved', { ...named, percent: printTarget(target.percent, format) }),
      undo: { currency, percent: former?.percent ?? null, version: target?.version ?? '' },
    }))
  }

  const undo = done?.undo
  return (
    <>
      <DetailHeading title={name}>
        <StateBadge state={sourceState(source, t)} />
      </DetailHeading>
      <ActNote
        done={done?.text}
        error={act.error}
        isPending={act.isPending}
        onUndo={undo ? () => perform(undo, () => ({ text: t('undone'), undo: null })) : null}
      />
      <DetailSection title={t('field.targets')}>
        <p className="mb-3 text-pretty text-soft text-sm">
          {currencies.length === 0 ? t('settings.no-currency') : t('target.about')}
        </p>
        {currencies.map((currency) => {
          const target = targets.find((one) => one.currency === currency) ?? null
          return (
            <TargetForm
              key={`${currency} ${target?.version ?? ''}`}
              currency={currency}
              target={target}
              isPending={act.isPending}
              onChange={(percent) => change(currency, percent, target)}
            />
          )
        })}
      </DetailSection>
      <SourceSeasons source={source} />
    </>
  )
}
