import clsx from 'clsx'
import type { SelectionBarProps } from '#components/list/use-selecting.tsx'
import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { useWords } from '#components/ui/words.tsx'
import { MAX_PACK_FILES, MAX_PACK_IDS } from '#lib/invoices/pack.ts'
import { EarlierPack } from './earlier-pack.tsx'
import { BAR_BUTTON, PackProgress } from './pack-progress.tsx'
import { usePack } from './use-pack.ts'

/** Downloads the PDFs of the selected invoices as ZIPs, and shows progress and result. */
export function PackBar({ chosen, total, filters, onAll, onClear }: SelectionBarProps) {
  const t = useWords('invoices')
  const pack = usePack()
  const { state } = pack
  const count = chosen.isAll ? total : chosen.ids.size
  const isRunning = state.step === 'running' || state.step === 'starting'
  if (count === 0 && state.step === 'idle') return null
  const most = chosen.isAll ? MAX_PACK_FILES : MAX_PACK_IDS
  const clear = () => {
    pack.reset()
    onClear()
  }
  return (
    <section
      aria-label={t('pack.label')}
      className="sticky bottom-0 z-10 -mx-4 mt-auto flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-t bg-panel px-4 py-2 md:-mx-6 md:px-6 lg:-mx-8 lg:px-8"
    >
      <p role="status" className="font-medium max-md:basis-2/3">
        {t('pack.selected', { count })}
      </p>
      {isRunning ? null : (
        <Button
          variant="quiet"
          className={clsx(BAR_BUTTON, 'max-md:-me-3 max-md:ms-auto md:-ms-2')}
          onClick={clear}
        >
          {count === 0 ? t('pack.close') : t('pack.clear')}
        </Button>
      )}
      {isRunning ? (
        <Button className={BAR_BUTTON} onClick={pack.cancel}>
          {t('pack.cancel')}
        </Button>
      ) : (
        <Button
          variant={state.step === 'stopped' && state.progress ? 'outline' : 'primary'}
          className={BAR_BUTTON}
          disabled={count === 0 || count > most}
          onClick={() => pack.create(packBody(chosen, filters))}
        >
          <Icon name="download" size={14} />
          {t('pack.download')}
        </Button>
      )}
      {isRunning || chosen.isAll || count === 0 || total <= count || total > MAX_PACK_FILES ? null : (
        <Button variant="outline" className={BAR_BUTTON} onClick={onAll}>
          {t('pack.all', { count: total })}
        </Button>
      )}
      {count > most ? (
        <p className="text-soft text-sm">
          {t('pack.limit', { chosen: MAX_PACK_IDS, matching: MAX_PACK_FILES })}
        </p>
      ) : null}
      <PackProgress state={state} onGoOn={pack.goOn} onRetry={pack.retry} />
      {state.step === 'idle' ? (
        <EarlierPack source={filters.source} onResume={pack.resume} onRetry={pack.retry} />
      ) : null}
    </section>
  )
}

function packBody(
  { isAll, ids }: SelectionBarProps['chosen'],
  { source, ...filters }: SelectionBarProps['filters'],
) {
  if (!isAll) return { source, ids: [...ids] }
  const set = Object.entries(filters).filter(([, value]) => value !== null && value.length > 0)
  return { source, filters: Object.fromEntries(set) }
}
