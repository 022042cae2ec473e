import { headers } from 'next/headers'
import { buttonClass } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { paths } from '#lib/paths.ts'

export default async function NotFound() {
  const requestId = (await headers()).get('x-request-id')
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        title="There is no such page"
        action={
          // A plain link, because every page includes this one: the framework's link would be sent a
          // second time with each of them, 3 KiB.
          <a href={paths.overview} className={buttonClass()}>
            Go to the overview
          </a>
        }
      >
        The address may be mistyped, or the page may have moved.
        {requestId ? (
          <span className="mt-2 block text-faint text-xs">
            Request <code className="select-all">{requestId}</code>
          </span>
        ) : null}
      </EmptyState>
    </main>
  )
}
