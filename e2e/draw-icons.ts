import { readFileSync } from 'node:fs'
import path from 'node:path'
import { chromium } from '@playwright/test'
import { CHROMIUM_FLAGS, findChromium } from '#e2e/support/browser.ts'

// Draws the PNG files of public/ from icon.svg. Run after changing the icon: node --conditions=react-server
// e2e/draw-icons.ts

const ROOT = path.resolve(import.meta.dirname, '..')
const SVG = readFileSync(path.join(ROOT, 'public/icon.svg'), 'utf8')
const SQUARE = SVG.replace('rx="8"', 'rx="0"')
const FONT = readFileSync(path.join(ROOT, 'node_modules/geist/dist/fonts/geist-sans/Geist-Variable.woff2'))
const GREEN = '#2a6338'

const sized = (svg: string, size: number) => svg.replace('<svg ', `<svg width="${size}" height="${size}" `)

/** An icon that systems crop to their own shapes, with the mark inside the safe zone in the middle. */
const maskable = (size: number) =>
  `<div style="width:${size}px;height:${size}px;background:${GREEN};display:grid;place-items:center">${sized(SQUARE, Math.round(size * 0.72))}</div>`

const SHARE = `<style>@font-face { font-family: Geist; src: url(data:font/woff2;base64,${FONT.toString('base64')}); font-weight: 100 900 }</style>
  <div style="width:1200px;height:630px;box-sizing:border-box;padding:0 110px;background:#fbfaf7;font-family:Geist;display:flex;flex-direction:column;justify-content:center;gap:36px">
    <div style="display:flex;align-items:center;gap:36px">${sized(SVG, 132)}<span style="font-size:112px;font-weight:600;letter-spacing:-.03em;color:#1c1d1a">Furrow</span></div>
    <span style="font-size:46px;color:#5b5d56">What was billed, what was collected.</span>
  </div>`

const { executablePath, env } = await findChromium()
const browser = await chromium.launch({
  executablePath,
  args: CHROMIUM_FLAGS,
  env: { ...(process.env as Record<string, string>), ...env },
})
const page = await browser.newPage()

async function draw(name: string, width: number, height: number, html: string): Promise<void> {
  await page.setViewportSize({ width, height })
  await page.setContent(`<style>* { margin: 0 } svg { display: block }</style>${html}`)
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: path.join(ROOT, 'public', name), omitBackground: true })
}

await draw('icon-192.png', 192, 192, sized(SVG, 192))
await draw('icon-512.png', 512, 512, sized(SVG, 512))
await draw('icon-maskable-512.png', 512, 512, maskable(512))
await draw('apple-touch-icon.png', 180, 180, sized(SQUARE, 180))
await draw('share.png', 1200, 630, SHARE)
await browser.close()
