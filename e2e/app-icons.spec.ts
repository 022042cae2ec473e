import { expect, test } from '#e2e/support/test.ts'

// Icons and manifest that a phone needs to install Furrow, and the preview of a shared link.

test.use({ storageState: { cookies: [], origins: [] } })

for (const [theme, colors] of [
  ['system', ['#fbfaf7', '#131412']],
  ['light', ['#fbfaf7']],
  ['dark', ['#131412']],
] as const) {
  test(`the manifest and the browser colour follow the theme: ${theme}`, async ({
    page,
    request,
    baseURL,
  }) => {
    await page.context().addCookies([{ name: 'theme', value: theme, url: baseURL ?? '' }])
    await page.goto('/sign-in')
    const metas = page.locator('meta[name="theme-color"]')
    expect(await metas.evaluateAll((all) => all.map((one) => one.getAttribute('content')))).toEqual(colors)
    const href = await page.locator('link[rel="manifest"]').getAttribute('href')
    const response = await request.get(href ?? '')
    expect(response.headers()['content-type']).toContain('application/manifest+json')
    const manifest = await response.json()
    expect(manifest).toMatchObject({ name: 'Furrow', start_url: '/', display: 'standalone' })
    expect([manifest.theme_color, manifest.background_color]).toEqual([colors[0], colors[0]])
    for (const icon of manifest.icons) {
      const picture = await request.get(icon.src)
      expect([icon.src, picture.status(), picture.headers()['content-type']]).toEqual([
        icon.src,
        200,
        icon.type,
      ])
      if (icon.sizes !== 'any')
        expect(`${sideOf(await picture.body(), 16)}x${sideOf(await picture.body(), 20)}`).toBe(icon.sizes)
    }
  })
}

test('a link to Furrow has a preview image of the right size, and pages are noindex', async ({
  page,
  request,
}) => {
  await page.goto('/sign-in')
  const share = await page.locator('meta[property="og:image"]').getAttribute('content')
  const picture = await request.get(new URL(share ?? '').pathname)
  const bytes = await picture.body()
  expect([picture.status(), sideOf(bytes, 16), sideOf(bytes, 20)]).toEqual([200, 1200, 630])
  await expect(page.locator('meta[name="robots"]')).toHaveAttribute('content', /noindex/)
  const apple = await page.locator('link[rel="apple-touch-icon"]').getAttribute('href')
  expect((await request.get(apple ?? '')).status()).toBe(200)
  expect(await (await request.get('/robots.txt')).text()).toContain('Disallow: /')
})

/** Reads the width (at byte 16) or height (at byte 20) of a PNG. */
function sideOf(png: Buffer, at: number): number {
  return png.readUInt32BE(at)
}
