import { CurrencyQuestion } from '#components/filters/currency-question.tsx'
import { Sheet } from '#components/ui/sheet.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { FilterOptions } from '#lib/sources/schema.ts'

type SortQuestionProps = {
  options: FilterOptions | undefined
  onChoose: (currency: string) => void
  onClose: () => void
}

/** Asks for the currency in which a list is sorted by amount. */
export function SortQuestion({ options, onChoose, onClose }: SortQuestionProps) {
  const t = useWords('list')
  return (
    <Sheet title={t('sort.by-amount')} onClose={onClose}>
      <div className="p-2">
        <CurrencyQuestion
          options={options}
          onChoose={(currency) => {
            onChoose(currency)
            onClose()
          }}
        />
      </div>
    </Sheet>
  )
}
