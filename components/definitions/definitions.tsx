import { TextLink } from '#components/ui/text-link.tsx'
import type { Words } from '#lib/words/words.ts'

const TERMS = [
  'billed',
  'collected',
  'outstanding',
  'failed',
  'rate',
  'change',
  'excluded',
  'unpaid',
  'behind',
  'age',
  'target',
  'headroom',
  'season',
] as const
const REFUSED = ['par', 'past-due', 'repayment', 'write-off', 'borrowing'] as const

/** What every figure means, and which figures Furrow refuses to calculate for want of data. */
export function Definitions({ t }: { t: Words<'definitions'> }) {
  return (
    <div className="mx-auto max-w-[1240px] px-4 pt-5 pb-12 md:px-8 md:pt-7">
      <p className="mb-3 text-sm">
        <TextLink href="/collections">{t('collections')}</TextLink>
      </p>
      <h1 className="page-title">{t('title')}</h1>
      <p className="mt-0.5 max-w-[68ch] text-pretty text-soft">{t('intro')}</p>
      <dl className="mt-6 border-line border-t">
        {TERMS.map((term) => (
          <div
            key={term}
            id={term}
            className="grid scroll-mt-20 gap-x-8 border-line border-b py-3 md:grid-cols-[200px_minmax(0,1fr)]"
          >
            <dt className="font-medium">{t(`term.${term}`)}</dt>
            <dd className="max-w-[68ch] text-pretty text-soft">{t(`means.${term}`)}</dd>
          </div>
        ))}
      </dl>
      <h2 className="section-title mt-10">{t('not.title')}</h2>
      <p className="mt-0.5 max-w-[68ch] text-pretty text-soft">{t('not.intro')}</p>
      <dl className="mt-4 border-line border-t">
        {REFUSED.map((figure) => (
          <div
            key={figure}
            className="grid gap-x-8 border-line border-b py-3 md:grid-cols-[200px_minmax(0,1fr)]"
          >
            <dt className="font-medium">{t(`not.${figure}`)}</dt>
            <dd className="max-w-[68ch] text-pretty text-soft">
              <span className="text-faint">{t('not.missing')} </span>
              {t(`missing.${figure}`)}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
