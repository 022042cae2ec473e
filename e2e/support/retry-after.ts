import type { APIRequestContext, APIResponse } from '@playwright/test'

type FetchOptions = NonNullable<Parameters<APIRequestContext['fetch']>[1]>

/** Sends a request like a well-behaved client: after a 429, waits as `Retry-After` says and retries. */
export async function fetchWithRetry(
  request: APIRequestContext,
  path: string,
  options: FetchOptions = {},
): Promise<APIResponse> {
  for (;;) {
    const response = await request.fetch(path, { maxRedirects: 0, ...options })
    if (response.status() !== 429) return response
    await waitRetryAfter(response.headers()['retry-after'])
  }
}

/** Waits the seconds of a Retry-After header, or one second without it. */
export function waitRetryAfter(retryAfter: string | null | undefined): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Number(retryAfter ?? 1) * 1000))
}
