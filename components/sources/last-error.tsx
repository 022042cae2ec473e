import { Age } from '#components/ui/age.tsx'
import { ToneIcon } from '#components/ui/tone-icon.tsx'
import type { ResourceHealth } from '#lib/sources/schema.ts'

/** The last fault in plain words, with its fix. */
export function LastError({ error }: { error: NonNullable<ResourceHealth['lastError']> }) {
  return (
    <div className="mt-3 flex gap-2 rounded-md bg-bad-soft px-3 py-2 text-sm">
      <span className="mt-1 text-bad">
        <ToneIcon tone="bad" size={14} />
      </span>
      <div className="min-w-0 text-pretty break-words">
        <p className="font-medium text-bad">
          {error.message}{' '}
          <span className="font-normal">
            (<Age instant={error.at} />)
          </span>
        </p>
        <p>{error.fix}</p>
      </div>
    </div>
  )
}
