import type { APIRequestContext } from '@playwright/test'

/** The Cookie header of whoever a test runs as, for requests that Playwright does not make. */
export async function cookieOf(request: APIRequestContext): Promise<string> {
  const { cookies } = await request.storageState()
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
}
