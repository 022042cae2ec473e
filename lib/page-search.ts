/** The `searchParams` of a page as Next passes them. */
export type PageSearch = Record<string, string | string[] | undefined>

/** Converts the query of a page to URLSearchParams; repeated keys stay, in order. */
export function readPageSearch(search: PageSearch): URLSearchParams {
  return new URLSearchParams(
    Object.entries(search).flatMap(([key, value]) =>
      [value ?? []].flat().map((text): [string, string] => [key, text]),
    ),
  )
}
