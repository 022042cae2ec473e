import { Age } from '#components/ui/age.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { richText, useWords } from '#components/ui/words.tsx'
import type { Freshness } from '#lib/schema.ts'
import { rangeWords } from '#lib/sources/reason-words.ts'

const MAX_SHOWN = 8

/** The days that a response leaves out, and why. */
export function MissingList({ freshness }: { freshness: readonly Freshness[] }) {
  const format = useFormat()
  const t = useWords('detail')
  const tNames = useWords('names')
  const tReasons = useWords('reasons')
  return (
    <div className="max-w-sm p-3">
      <p className="font-medium">{t('missing.title')}</p>
      <p className="text-soft text-sm">{t('missing.why')}</p>
      {freshness
        .filter((one) => !one.complete)
        .map((one) => (
          <section key={`${one.source} ${one.resource}`} className="mt-3">
            <h3 className="text-sm font-medium">
              {tNames(`source.${one.source}`)} · {tNames(`resource.${one.resource}`)}
            </h3>
            <ul className="text-sm text-soft">
              {one.missing.slice(0, MAX_SHOWN).map((range) => (
                <li key={`${range.from} ${range.to} ${range.reason}`} className="mt-1">
                  {richText(
                    t.rich(`missing.${range.reason}`, {
                      range:
                        range.from === null && range.to === null
                          ? t('missing.all-days')
                          : format.dayRange(range.from, range.to),
                      days: (inside) => (
                        <span key="days" className="text-ink">
                          {inside}
                        </span>
                      ),
                    }),
                  )}
                  {range.why.every(({ code }) => code === 'unsaid') ? null : (
                    <span className="block text-faint">
                      <SourceText
                        text={rangeWords(range.why, tNames(`source.${one.source}`), format.day, tReasons)}
                      />
                    </span>
                  )}
                </li>
              ))}
              {one.missing.length > MAX_SHOWN ? (
                <li className="mt-1">{t('missing.more', { count: one.missing.length - MAX_SHOWN })}</li>
              ) : null}
            </ul>
            {one.historyAsOf ? (
              <p className="mt-1 text-faint text-sm">
                {richText(
                  t.rich('missing.older', {
                    age: () => <Age key="age" instant={one.historyAsOf ?? ''} />,
                  }),
                )}
              </p>
            ) : null}
          </section>
        ))}
    </div>
  )
}
