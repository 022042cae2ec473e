import { SourceText } from '#components/ui/source-text.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { FilterOptions } from '#lib/sources/schema.ts'

type CurrencyQuestionProps = { options: FilterOptions | undefined; onChoose: (currency: string) => void }

/** Asks for the one currency in which amounts are compared. */
export function CurrencyQuestion({ options, onChoose }: CurrencyQuestionProps) {
  const t = useWords('filters')
  return (
    <div className="w-72 max-w-full p-1.5">
      <p className="px-2 pt-1.5 pb-2 text-pretty text-soft">{t('amounts.currency')}</p>
      <ul className="max-h-72 overflow-y-auto">
        {(options?.options.currency ?? []).map(({ value }) => (
          <li key={value}>
            <button
              type="button"
              onClick={() => onChoose(value)}
              className="flex h-8 w-full items-center rounded-md px-2 text-start hover:bg-hover"
            >
              <SourceText text={value} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
