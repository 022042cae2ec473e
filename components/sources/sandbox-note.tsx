import { useWords } from '#components/ui/words.tsx'

const VARIABLES = [
  ['HELLO_TRACTOR_URL', 'HELLO_TRACTOR_API_KEY', 'HELLO_TRACTOR_FUNDING_SOURCES'],
  ['PAYMENT_LINKS_URL', 'PAYMENT_LINKS_API_KEY'],
  ['CLIENT_INVOICES_URL', 'CLIENT_INVOICES_API_KEY'],
] as const

/** Says that the data is made up, and how to connect real sources. */
export function SandboxNote() {
  const t = useWords('sources')
  return (
    <details className="group mt-5 max-w-[78ch] rounded-md border border-line bg-panel px-4 py-3">
      <summary className="flex list-none items-center gap-2 font-medium">
        <span aria-hidden="true" className="text-soft transition-transform group-open:rotate-90">
          ›
        </span>
        {t('sandbox.title')}
      </summary>
      <div className="mt-2 space-y-2 text-pretty text-soft">
        <p>{t('sandbox.text')}</p>
        <p>{t('sandbox.connect')}</p>
        <ul className="space-y-1">
          {VARIABLES.map((names) => (
            <li key={names[0]} className="flex flex-wrap gap-x-3 gap-y-1">
              {names.map((name) => (
                <code key={name} className="select-all rounded-sm bg-hover px-1.5 text-ink text-sm">
                  {name}
                </code>
              ))}
            </li>
          ))}
        </ul>
      </div>
    </details>
  )
}
