import { useFormat } from '#components/ui/reader.tsx'
import { ToneLine } from '#components/ui/tone-line.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { Day } from '#lib/calendar-date.ts'
import type { ContractsAge } from '#lib/contracts/schema.ts'

type ContractsAgeNoteProps = {
  age: ContractsAge
  today: Day
  /** How many billing periods are in no amount, because their status is unknown. */
  leftOut?: number
}

/** Says where the figures of contracts are older than today or than their periods, and what is in none of them. */
export function ContractsAgeNote({ age, today, leftOut = 0 }: ContractsAgeNoteProps) {
  const format = useFormat()
  const t = useWords('contracts')
  const notes = [
    age.day === null ? t('age.none') : null,
    age.pending ? t('age.pending') : null,
    age.day !== null && age.day !== today ? t('age.day', { day: format.day(age.day) }) : null,
    leftOut > 0 ? t('left-out', { count: leftOut }) : null,
  ].filter((note) => note !== null)
  if (notes.length === 0) return null
  return (
    <ToneLine tone="wait" className="mb-3 text-soft text-sm">
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </ToneLine>
  )
}
