/** Addresses that a test's page opened through the router, oldest first. */
export const opened: string[] = []

let address = '/list'

/** Sets the address of the page and forgets what was opened. */
export function visit(next: string): void {
  address = next
  opened.length = 0
}

/** Stands in for `next/navigation`, which needs a running page. */
export const navigation = {
  usePathname: () => address.split('?')[0] ?? '/',
  useSearchParams: () => new URLSearchParams(address.split('?')[1]),
  useRouter: () => ({
    push: (href: string) => opened.push(href),
    replace: (href: string) => opened.push(href),
    prefetch: () => {},
  }),
}
