import { useQuery } from '@tanstack/react-query'
import { DetailSection, DetailSkeleton } from '#components/detail/detail-parts.tsx'
import { Field, FieldList } from '#components/detail/field-list.tsx'
import type { FilterPatch } from '#components/filters/filter-spec.ts'
import { Button } from '#components/ui/button.tsx'
import { Loaded } from '#components/ui/loaded.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SentenceText, SourceText } from '#components/ui/source-text.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import { ToneLine } from '#components/ui/tone-line.tsx'
import { richText, useWords } from '#components/ui/words.tsx'
import { auditQueries } from '#lib/audit/queries.ts'
import type { AuditEvent, AuditEventAnswer } from '#lib/audit/schema.ts'
import { actionLabel, actorName, describeEvent, OUTCOME_TONES } from '#lib/audit/words.ts'
import { UNKNOWN } from '#lib/format.ts'

type EventDetailProps = {
  id: string
  /** The event as the list has it. */
  row: AuditEvent | undefined
  onFilter: (patch: FilterPatch) => void
}

/** One event in full, with its place in the hash chain. */
export function EventDetail({ id, row, onFilter }: EventDetailProps) {
  const t = useWords('audit')
  const query = useQuery(auditQueries.event(id))
  const event = query.data?.event ?? row
  return (
    <>
      {event ? <Summary event={event} onFilter={onFilter} /> : null}
      <Loaded query={query} failure={t('detail.failed')} pending={<DetailSkeleton />}>
        {(answer) => <Seal answer={answer} />}
      </Loaded>
    </>
  )
}

function Summary({ event, onFilter }: { event: AuditEvent; onFilter: EventDetailProps['onFilter'] }) {
  const format = useFormat()
  const t = useWords('audit')
  const tNames = useWords('names')
  const { actor, subject } = event
  const actorId = actor.id ?? actor.kind
  const details = Object.entries(event.details)
  return (
    <>
      <h2 className="mt-1 break-words font-semibold text-lg">
        <SentenceText parts={describeEvent(event, t, tNames)} />
      </h2>
      <p className="mt-2 flex flex-wrap items-center gap-2 text-soft">
        <StatusBadge tone={OUTCOME_TONES[event.outcome]} label={t(`outcome.${event.outcome}`)} />
        {format.instant(event.at)}
      </p>
      <FieldList>
        <Field
          label={t('field.who')}
          hint={actor.id ? t('kind.with-id', { kind: actor.kind, id: actor.id }) : t(`kind.${actor.kind}`)}
        >
          <SourceText text={actorName(event, t)} />
        </Field>
        <Field label={t('field.action')} hint={event.action}>
          {actionLabel(event.action, t)}
        </Field>
        <Field label={t('field.subject')}>
          <SourceText text={subject ?? UNKNOWN} />
        </Field>
        <Field label={t('field.instant')}>{event.at}</Field>
        <Field label={t('field.request')}>{event.requestId ?? UNKNOWN}</Field>
      </FieldList>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={() => onFilter({ actor: [actorId] })}>
          {richText(
            t.rich('detail.of-actor', { name: () => <SourceText key="name" text={actorName(event, t)} /> }),
          )}
        </Button>
        {subject ? (
          <Button size="sm" onClick={() => onFilter({ subject: [subject] })}>
            {t('detail.of-subject')}
          </Button>
        ) : null}
      </div>
      {details.length > 0 ? (
        <DetailSection title={t('detail.title')}>
          <FieldList>
            {details.map(([name, value]) => (
              <Field key={name} label={name}>
                <SourceText
                  text={Array.isArray(value) ? format.list(value.map(String)) : String(value ?? UNKNOWN)}
                />
              </Field>
            ))}
          </FieldList>
        </DetailSection>
      ) : null}
    </>
  )
}

function Seal({ answer: { event, previousHash, isIntact } }: { answer: AuditEventAnswer }) {
  const t = useWords('audit')
  return (
    <DetailSection title={t('seal.title')}>
      <ToneLine tone={isIntact ? 'ok' : 'bad'} size={12}>
        {isIntact ? t('seal.ok') : t('seal.broken')}
      </ToneLine>
      <FieldList>
        <Field label={t('field.number')}>{event.id}</Field>
        <Field label={t('seal.hash')}>
          <code className="break-all text-sm">{event.hash}</code>
        </Field>
        <Field label={t('seal.before')}>
          {previousHash === '' ? t('seal.first') : <code className="break-all text-sm">{previousHash}</code>}
        </Field>
      </FieldList>
    </DetailSection>
  )
}
