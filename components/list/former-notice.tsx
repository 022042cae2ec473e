/** Shown while offline, when rows and totals cannot follow a change of filters or sort. */
export function FormerNotice() {
  return (
    <p role="status" className="mt-3 text-sm text-wait">
      You are offline. Rows and totals are those from before the last change; the others follow by themselves.
    </p>
  )
}
