import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { useIsMisread } from '#components/ui/misread.ts'
import { useRelease } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { serverNow } from '#lib/api/server-clock.ts'
import type { AboutFigures } from '#lib/collections/file-notes.ts'
import { toCsv } from '#lib/csv.ts'
import { saveFile } from './save-file.ts'

type CsvButtonProps = {
  fileName: string
  what: string
  rows: () => (string | number | null)[][]
  about: AboutFigures
}

/** Saves the shown figures as a CSV file, created in the browser. */
export function CsvButton({ fileName, what, rows, about }: CsvButtonProps) {
  const t = useWords('figures')
  const release = useRelease()
  const isMisread = useIsMisread()
  if (isMisread) return null
  async function save(): Promise<void> {
    const { withNotes } = await import('#lib/collections/file-notes.ts')
    const making = { createdAt: new Date(serverNow()).toISOString(), release }
    const text = toCsv(withNotes(rows(), about, making))
    saveFile(new Blob([text], { type: 'text/csv;charset=utf-8' }), `${fileName}.csv`)
  }
  return (
    <Button variant="quiet" size="sm" onClick={() => void save()} aria-label={t('chart.csv', { what })}>
      <Icon name="download" size={14} />
      CSV
    </Button>
  )
}
