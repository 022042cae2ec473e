import { useQuery } from '@tanstack/react-query'
import { DetailSection, DetailSkeleton, Field, FieldList } from '#components/detail/detail-parts.tsx'
import type { FilterPatch } from '#components/filters/filter-spec.ts'
import { Button } from '#components/ui/button.tsx'
import { Loaded } from '#components/ui/loaded.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import { ToneLine } from '#components/ui/tone-line.tsx'
import { auditQueries } from '#lib/audit/queries.ts'
import type { AuditEvent, AuditEventAnswer } from '#lib/audit/schema.ts'
import { actionLabel, actorName, describeEvent, OUTCOME_LABELS, OUTCOME_TONES } from '#lib/audit/words.ts'
import { UNKNOWN } from '#lib/format.ts'

const ACTOR_KINDS: Record<AuditEvent['actor']['kind'], string> = {
  person: 'person',
  integration: 'integration',
  system: 'by itself',
  anonymous: 'not signed in',
}

type EventDetailProps = {
  id: string
  /** The event as the list has it. */
  row: AuditEvent | undefined
  onFilter: (patch: FilterPatch) => void
}

/** One event in full, with its place in the hash chain. */
export function EventDetail({ id, row, onFilter }: EventDetailProps) {
  const query = useQuery(auditQueries.event(id))
  const event = query.data?.event ?? row
  return (
    <>
      {event ? <Summary event={event} onFilter={onFilter} /> : null}
      <Loaded query={query} failure="This event could not be loaded" pending={<DetailSkeleton />}>
        {(answer) => <Seal answer={answer} />}
      </Loaded>
    </>
  )
}

function Summary({ event, onFilter }: { event: AuditEvent; onFilter: EventDetailProps['onFilter'] }) {
  const format = useFormat()
  const { actor, subject } = event
  const actorId = actor.id ?? actor.kind
  const details = Object.entries(event.details)
  return (
    <>
      <h2 className="mt-1 break-words font-semibold text-lg">
        <SourceText text={describeEvent(event)} />
      </h2>
      <p className="mt-2 flex flex-wrap items-center gap-2 text-soft">
        <StatusBadge tone={OUTCOME_TONES[event.outcome]} label={OUTCOME_LABELS[event.outcome]} />
        {format.instant(event.at)}
      </p>
      <FieldList>
        <Field label="Who" hint={`${ACTOR_KINDS[actor.kind]}${actor.id ? `, id ${actor.id}` : ''}`}>
          <SourceText text={actorName(event)} />
        </Field>
        <Field label="What" hint={event.action}>
          {actionLabel(event.action)}
        </Field>
        <Field label="Subject">
          <SourceText text={subject ?? UNKNOWN} />
        </Field>
        <Field label="Instant (UTC)">{event.at}</Field>
        <Field label="Request">{event.requestId ?? UNKNOWN}</Field>
      </FieldList>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={() => onFilter({ actor: [actorId] })}>
          All events of <SourceText text={actorName(event)} />
        </Button>
        {subject ? (
          <Button size="sm" onClick={() => onFilter({ subject: [subject] })}>
            All events of this subject
          </Button>
        ) : null}
      </div>
      {details.length > 0 ? (
        <DetailSection title="Details">
          <FieldList>
            {details.map(([name, value]) => (
              <Field key={name} label={name}>
                <SourceText text={Array.isArray(value) ? value.join(', ') : String(value ?? UNKNOWN)} />
              </Field>
            ))}
          </FieldList>
        </DetailSection>
      ) : null}
    </>
  )
}

function Seal({ answer: { event, previousHash, isIntact } }: { answer: AuditEventAnswer }) {
  return (
    <DetailSection title="Seal">
      <ToneLine tone={isIntact ? 'ok' : 'bad'} size={12}>
        {isIntact
          ? 'Checked just now: the hash fits this event and the one before.'
          : 'The hash does not fit: the event was changed, or sealed with an earlier AUTH_SECRET.'}
      </ToneLine>
      <FieldList>
        <Field label="Number">{event.id}</Field>
        <Field label="Hash">
          <code className="break-all text-sm">{event.hash}</code>
        </Field>
        <Field label="Hash before">
          {previousHash === '' ? (
            'none: this is the first event'
          ) : (
            <code className="break-all text-sm">{previousHash}</code>
          )}
        </Field>
      </FieldList>
    </DetailSection>
  )
}
