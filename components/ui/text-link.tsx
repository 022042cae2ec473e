import Link from 'next/link'
import type { ComponentProps } from 'react'

/** An underlined link in a text; its page is not loaded before the click. */
export function TextLink(props: ComponentProps<typeof Link>) {
  return <Link prefetch={false} className="font-medium text-accent underline underline-offset-2" {...props} />
}
