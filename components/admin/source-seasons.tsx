import { useState } from 'react'
import { DetailSection } from '#components/detail/detail-parts.tsx'
import { Button } from '#components/ui/button.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { useWords } from '#components/ui/words.tsx'
import { adminApi } from '#lib/admin/paths.ts'
import type { SeasonAnswer, SeasonSetting, SourceSettings } from '#lib/admin/schema.ts'
import { visibleText } from '#lib/visible-text.ts'
import { ActNote } from './act-note.tsx'
import { SeasonForm, type SeasonValues } from './season-form.tsx'
import { useAdminAct } from './use-admin-act.ts'

const NEW: SeasonValues = { name: '', firstMonth: 1, lastMonth: 3 }

/** The seasons of a funding source: each can be changed or removed, and new ones added. */
export function SourceSeasons({ source: { name: fundingSource, seasons } }: { source: SourceSettings }) {
  const t = useWords('admin')
  const act = useAdminAct<SeasonAnswer>()
  /** The id of the season in the form; empty for a new one, null for none. */
  const [edited, setEdited] = useState<string | null>(null)
  const [done, setDone] = useState<string | null>(null)

  function save({ id, version }: { id: string | null; version: string }, values: SeasonValues) {
    setDone(null)
    const body = { fundingSource, id, version, ...values }
    act.mutate(
      { path: adminApi.setSeason, body },
      {
        onSuccess: () => {
          setEdited(null)
          setDone(t('season.saved', { season: visibleText(values.name) }))
        },
      },
    )
  }

  function remove({ id, name, version }: SeasonSetting) {
    setDone(null)
    act.mutate(
      { path: adminApi.removeSeason, body: { fundingSource, id, version } },
      { onSuccess: () => setDone(t('season.removed', { season: visibleText(name) })) },
    )
  }

  const close = (
    <Button size="sm" variant="quiet" onClick={() => setEdited(null)}>
      {t('season.cancel')}
    </Button>
  )
  return (
    <DetailSection title={t('field.seasons')}>
      <p className="mb-3 text-pretty text-soft text-sm">{t('season.about')}</p>
      <div className="mb-3">
        <ActNote done={done} error={act.error} />
      </div>
      {seasons.map((season) => (
        <div key={season.id} className="border-line border-t">
          {edited === season.id ? (
            <SeasonForm
              key={season.version}
              initial={season}
              submitLabel={t('target.save')}
              isPending={act.isPending}
              onSubmit={(values) => save(season, values)}
            >
              {close}
            </SeasonForm>
          ) : (
            <SeasonLine
              season={season}
              isPending={act.isPending}
              onEdit={() => setEdited(season.id)}
              onRemove={() => remove(season)}
            />
          )}
        </div>
      ))}
      <div className="border-line border-t">
        {edited === '' ? (
          <SeasonForm
            initial={NEW}
            submitLabel={t('season.add')}
            isPending={act.isPending}
            onSubmit={(values) => save({ id: null, version: '' }, values)}
          >
            {close}
          </SeasonForm>
        ) : (
          <Button size="sm" className="mt-3" onClick={() => setEdited('')}>
            {t('season.new')}
          </Button>
        )}
      </div>
    </DetailSection>
  )
}

type SeasonLineProps = {
  season: SeasonSetting
  isPending: boolean
  onEdit: () => void
  onRemove: () => void
}

function SeasonLine({ season, isPending, onEdit, onRemove }: SeasonLineProps) {
  const { rules } = useFormat()
  const t = useWords('admin')
  const month = (number: number) => rules.longMonths[number - 1] ?? ''
  const named = { season: visibleText(season.name) }
  return (
    <div className="flex flex-wrap items-center gap-2 py-2.5">
      <span className="min-w-0 flex-1 break-words">
        <span className="font-medium">
          <SourceText text={season.name} />
        </span>
        <span className="block text-soft text-sm">
          {t('season.months', { first: month(season.firstMonth), last: month(season.lastMonth) })}
        </span>
      </span>
      <Button size="sm" disabled={isPending} aria-label={t('season.change-of', named)} onClick={onEdit}>
        {t('season.change')}
      </Button>
      <Button
        size="sm"
        variant="quiet"
        disabled={isPending}
        aria-label={t('season.remove-of', named)}
        onClick={onRemove}
      >
        {t('target.remove')}
      </Button>
    </div>
  )
}
