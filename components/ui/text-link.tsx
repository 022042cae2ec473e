import type { ComponentProps } from 'react'
import { PageLink } from './page-link.tsx'

/** An underlined link in a text; its page is not loaded before the click. */
export function TextLink(props: ComponentProps<typeof PageLink>) {
  return <PageLink className="font-medium text-accent underline underline-offset-2" {...props} />
}
