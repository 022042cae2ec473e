import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { useWords } from '#components/ui/words.tsx'
import { toCsv } from '#lib/csv.ts'

type CsvButtonProps = { fileName: string; what: string; rows: () => (string | number | null)[][] }

/** Saves the shown figures as a CSV file, created in the browser. */
export function CsvButton({ fileName, what, rows }: CsvButtonProps) {
  const t = useWords('figures')
  function save(): void {
    const url = URL.createObjectURL(new Blob([toCsv(rows())], { type: 'text/csv;charset=utf-8' }))
    const link = document.createElement('a')
    link.href = url
    link.download = `${fileName}.csv`
    link.click()
    URL.revokeObjectURL(url)
  }
  return (
    <Button variant="quiet" size="sm" onClick={save} aria-label={t('chart.csv', { what })}>
      <Icon name="download" size={14} />
      CSV
    </Button>
  )
}
