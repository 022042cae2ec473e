'use client'

import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import type { ComponentProps, MouseEvent } from 'react'

type PageLinkProps<Href extends string> = Omit<ComponentProps<'a'>, 'href'> & {
  href: Route<Href>
  /** True for a page that readers often open next: it is fetched once the pointer or the focus is on the link. */
  isLikely?: boolean
}

/**
 * A link to another page of Furrow, which opens without loading the browser's page anew. The framework's own
 * link would add 4 KiB to the first view of every page.
 */
export function PageLink<Href extends string>({
  href,
  isLikely = false,
  onClick,
  ...rest
}: PageLinkProps<Href>) {
  const router = useRouter()
  const fetchAhead = isLikely ? () => router.prefetch(href) : undefined
  return (
    <a
      {...rest}
      href={href}
      onPointerEnter={fetchAhead}
      onFocus={fetchAhead}
      onClick={(event) => {
        onClick?.(event)
        if (event.defaultPrevented || isForBrowser(event)) return
        event.preventDefault()
        router.push(href)
      }}
    />
  )
}

/** True for a click that opens a new tab or window, or downloads. */
function isForBrowser({
  button,
  metaKey,
  ctrlKey,
  shiftKey,
  altKey,
  currentTarget,
}: MouseEvent<HTMLAnchorElement>) {
  return button !== 0 || metaKey || ctrlKey || shiftKey || altKey || currentTarget.target !== ''
}
