import type { APIRequestContext } from '@playwright/test'

/** Returns the Cookie header of the test's session, for requests that Playwright does not send. */
export async function cookieOf(request: APIRequestContext): Promise<string> {
  const { cookies } = await request.storageState()
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
}
