import type { APIRequestContext, APIResponse } from '@playwright/test'

type Asked = NonNullable<Parameters<APIRequestContext['fetch']>[1]>

/** Sends a request like a well-behaved client: after a 429, waits as `Retry-After` says and retries. */
export async function askPatiently(
  request: APIRequestContext,
  path: string,
  asked: Asked = {},
): Promise<APIResponse> {
  for (;;) {
    const response = await request.fetch(path, { maxRedirects: 0, ...asked })
    if (response.status() !== 429) return response
    await waitAsTold(response.headers()['retry-after'])
  }
}

/** Waits the seconds of a Retry-After header, or one second without it. */
export function waitAsTold(retryAfter: string | null | undefined): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Number(retryAfter ?? 1) * 1000))
}
