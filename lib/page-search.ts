/** The `searchParams` of a page as Next gives them. */
type PageSearch = Record<string, string | string[] | undefined>

/** The query of a page as URLSearchParams, repeated keys kept, in order. */
export function readPageSearch(search: PageSearch): URLSearchParams {
  return new URLSearchParams(
    Object.entries(search).flatMap(([key, value]) =>
      [value ?? []].flat().map((text): [string, string] => [key, text]),
    ),
  )
}
