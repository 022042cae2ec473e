'use client'

import { Button } from '#components/ui/button.tsx'
import { explainError } from '#lib/api/explain-error.ts'
import type { List } from './use-list.ts'

/** Below the rows: more rows are loading, or could not be loaded. */
export function PagingNotice<Row>({ list }: { list: List<Row> }) {
  const { query } = list
  if (query.isFetchNextPageError) {
    return (
      <p role="alert" className="flex items-center gap-2 py-2 text-bad text-sm">
        The next rows could not be loaded. {explainError(query.error).why}
        <Button variant="quiet" size="sm" onClick={list.fetchMore}>
          Try again
        </Button>
      </p>
    )
  }
  return (
    <p role="status" className="sr-only">
      {query.isFetchingNextPage ? 'Loading more rows' : ''}
    </p>
  )
}
