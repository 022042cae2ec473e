import type { ReactNode } from 'react'
import { Age } from '#components/ui/age.tsx'
import { useFormat, useNow } from '#components/ui/reader.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { ToneLine } from '#components/ui/tone-line.tsx'
import { richText, useWords } from '#components/ui/words.tsx'
import type { SourceFault } from '#lib/sources/diagnostics-schema.ts'
import { fixWords } from '#lib/sources/notice-words.ts'
import { failureWords } from '#lib/sources/reason-words.ts'
import type { ResourceHealth } from '#lib/sources/schema.ts'
import type { Source } from '#lib/sources.ts'

/** The current fault with its fix, and the earlier ones collapsed. */
export function FaultLog({ source, faults }: { source: Source; faults: readonly SourceFault[] }) {
  const t = useWords('sources')
  const current = faults.filter((fault) => !fault.isOver)
  const earlier = faults.filter((fault) => fault.isOver)
  return (
    <>
      {current.map((fault) => (
        <FaultNote key={fault.firstAt}>
          <FaultWords source={source} fault={fault} />
        </FaultNote>
      ))}
      {earlier.length > 0 ? (
        <details className="mt-3 text-sm">
          <summary className="text-soft hover:text-ink">
            {richText(
              t.rich('fault.earlier', {
                count: earlier.length,
                age: () => <Age key="age" instant={earlier[0]?.lastAt ?? ''} />,
              }),
            )}
          </summary>
          <ul className="mt-1 divide-y divide-line">
            {earlier.map((fault) => (
              <li key={fault.firstAt} className="py-1.5">
                <FaultWords source={source} fault={fault} />
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  )
}

/** The box of a current fault. */
function FaultNote({ children }: { children: ReactNode }) {
  return (
    <ToneLine tone="bad" className="mt-3 rounded-md bg-bad-soft px-3 py-2 text-sm">
      {children}
    </ToneLine>
  )
}

type LastErrorProps = { source: Source; error: NonNullable<ResourceHealth['lastError']> }

/** The last fault, for viewers who do not look after sources. */
export function LastError({ source, error }: LastErrorProps) {
  const t = useWords('notices')
  const tReasons = useWords('reasons')
  const name = useWords('names')(`source.${source}`)
  const { code, variables, at } = error
  const message = variables === null ? t('attention', { source: name }) : failureWords(code, name, tReasons)
  return (
    <FaultNote>
      <FaultTitle message={message} at={at} />
      <p>{variables === null ? t('attention.fix') : fixWords(code, variables, t)}</p>
    </FaultNote>
  )
}

function FaultTitle({ message, at, isOver = false }: { message: string; at: string; isOver?: boolean }) {
  return (
    <p className={isOver ? '' : 'font-medium text-bad'}>
      {message}{' '}
      <span className="font-normal">
        (<Age instant={at} />)
      </span>
    </p>
  )
}

/** Codes that stand for several errors: the exact one is shown too, in English, for those who look into it. */
const BROAD_CODES: ReadonlySet<string> = new Set(['malformed', 'blocked'])

function FaultWords({ source, fault }: { source: Source; fault: SourceFault }) {
  const format = useFormat()
  const t = useWords('sources')
  const tNotices = useWords('notices')
  const tReasons = useWords('reasons')
  const name = useWords('names')(`source.${source}`)
  const nowMs = useNow()
  const { firstAt, lastAt, retryAt } = fault
  const isWaiting = retryAt !== null && Date.parse(retryAt) > nowMs
  return (
    <div className="min-w-0 text-pretty break-words">
      <FaultTitle message={failureWords(fault.code, name, tReasons)} at={lastAt} isOver={fault.isOver} />
      {isWaiting ? <p>{t('fault.waits', { instant: format.instant(retryAt) })}</p> : null}
      {fault.isOver ? null : <p>{fixWords(fault.code, fault.variables, tNotices)}</p>}
      {BROAD_CODES.has(fault.code) ? (
        <p className="text-soft">
          {richText(
            t.rich('fault.exact', { message: () => <SourceText key="message" text={fault.message} /> }),
          )}
        </p>
      ) : null}
      <p className="text-soft">
        {richText(
          t.rich('fault.times', {
            times: fault.times,
            range: range(format, firstAt, lastAt),
            day: format.day(fault.week),
            code: () => (
              <code key="code" className="text-xs">
                {fault.code}
              </code>
            ),
          }),
        )}
      </p>
    </div>
  )
}

function range(format: ReturnType<typeof useFormat>, from: string, to: string): string {
  return from === to ? format.instant(to) : format.instantRange(from, to)
}
