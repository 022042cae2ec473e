import { saveFile } from './save-file.ts'

/** A chart as a picture: what stands around the drawing. */
export type Picture = {
  title: string
  /** Below the title: range, filters. */
  about: string
  /** Below the legend: what is left out, age of the data, version. */
  notes: readonly string[]
  fileName: string
}

const NAMESPACE = 'http://www.w3.org/2000/svg'
const EDGE = 20
const TITLE = { size: 16, line: 22, weight: 600, fill: 'var(--ink)' }
const ABOUT = { size: 12, line: 17, weight: 400, fill: 'var(--soft)' }
const FOOT = { size: 11, line: 15, weight: 400, fill: 'var(--faint)' }
/** Pixels of a PNG for each pixel of the chart. */
const SCALE = 2

/**
 * Saves the chart that a section shows as an SVG or PNG file, in light colours, with its legend and with the texts of
 * `picture`. The file needs nothing else: colours are resolved, and the font is part of it.
 * @throws {Error} if the chart is not drawn yet
 */
export async function savePicture(
  section: HTMLElement,
  picture: Picture,
  format: 'svg' | 'png',
): Promise<void> {
  const svg = await drawPicture(section, picture)
  const text = new XMLSerializer().serializeToString(svg)
  const file = format === 'svg' ? new Blob([text], { type: 'image/svg+xml' }) : await toPng(svg, text)
  saveFile(file, `${picture.fileName}.${format}`)
}

async function drawPicture(section: HTMLElement, picture: Picture): Promise<SVGSVGElement> {
  const chart = section.querySelector<SVGSVGElement>('.recharts-surface')
  if (chart === null) throw new Error('The chart is not drawn yet')
  const family = getComputedStyle(document.body).fontFamily
  const { width, height } = chart.viewBox.baseVal
  const svg = element('svg', { xmlns: NAMESPACE, 'font-family': family, role: 'img' })
  const style = element('style', {})
  style.textContent = `${await fontFace(family)} text { font-feature-settings: "tnum" }`
  const title = element('title', {})
  title.textContent = picture.title
  svg.append(title, style)

  const isRtl = getComputedStyle(section).direction === 'rtl'
  let y = EDGE
  const write = (text: string, kind: typeof TITLE) => {
    for (const line of wrap(text, `${kind.weight} ${kind.size}px ${family}`, width)) {
      const { size, weight, fill } = kind
      const at = { x: isRtl ? EDGE + width : EDGE, y: y + size, direction: isRtl ? 'rtl' : 'ltr' }
      const drawn = element('text', { ...at, fill, 'font-size': size, 'font-weight': weight })
      drawn.textContent = line
      svg.append(drawn)
      y += kind.line
    }
  }
  write(picture.title, TITLE)
  write(picture.about, ABOUT)
  y += 10
  svg.append(at(chart.cloneNode(true) as SVGSVGElement, EDGE, y, width, height))
  y += height + 12
  y += drawLegend(svg, section, { x: EDGE, y, family })
  y += 10
  for (const note of picture.notes) write(note, FOOT)

  const size = { width: width + 2 * EDGE, height: y + EDGE - 4 }
  set(svg, { ...size, viewBox: `0 0 ${size.width} ${size.height}` })
  style.after(element('rect', { ...size, fill: '#ffffff' }))
  inLightTheme(() => resolve(svg))
  return svg
}

/** Draws the signs and words of the legend where the page has them. Returns their height. */
function drawLegend(
  svg: SVGSVGElement,
  section: HTMLElement,
  { x, y, family }: { x: number; y: number; family: string },
): number {
  const legend = section.querySelector('.chart-legend')
  if (legend === null) return 0
  const box = legend.getBoundingClientRect()
  for (const item of legend.querySelectorAll('li')) {
    const sign = item.querySelector('svg')
    const place = item.getBoundingClientRect()
    const middle = y + place.y - box.y + place.height / 2
    const left = x + place.x - box.x
    const signBox = sign?.getBoundingClientRect()
    if (sign && signBox)
      svg.append(
        at(
          sign.cloneNode(true) as SVGSVGElement,
          x + signBox.x - box.x,
          middle - 5,
          signBox.width,
          signBox.height,
        ),
      )
    const isBefore = signBox !== undefined && signBox.x > place.x + place.width / 2
    const word = element('text', {
      x: isBefore ? left : left + (signBox?.width ?? 0) + 6,
      y: middle + 4,
      fill: 'var(--soft)',
      'font-size': 12,
      'font-family': family,
    })
    word.textContent = item.textContent
    svg.append(word)
  }
  return box.height
}

/** Replaces what depends on the page: links, classes and variables of its style sheet, the latter in light colours. */
function resolve(svg: SVGSVGElement): void {
  for (const hidden of svg.querySelectorAll('[class*="fill-transparent"]')) hidden.remove()
  for (const link of svg.querySelectorAll('a')) {
    const group = element('g', {})
    group.append(...link.childNodes)
    link.replaceWith(group)
  }
  const colourOf = colours()
  for (const one of [svg, ...svg.querySelectorAll('*')]) {
    for (const { name, value } of [...one.attributes]) {
      if (/^(class|tabindex|aria-.*|data-.*)$/.test(name)) one.removeAttribute(name)
      else if (value.includes('var('))
        one.setAttribute(
          name,
          value.replace(/var\((--[\w-]+)\)/g, (_, variable: string) => colourOf(variable)),
        )
    }
  }
}

/** Returns what reads a colour of the page's style sheet. */
function colours(): (variable: string) => string {
  const style = getComputedStyle(document.documentElement)
  const known = new Map<string, string>()
  return (variable) => {
    const found = known.get(variable) ?? style.getPropertyValue(variable).trim()
    known.set(variable, found)
    return found
  }
}

/** Runs `act` with the page in the light theme; nothing is painted meanwhile. */
function inLightTheme(act: () => void): void {
  const root = document.documentElement
  const { theme } = root.dataset
  root.dataset.theme = 'light'
  try {
    act()
  } finally {
    if (theme === undefined) delete root.dataset.theme
    else root.dataset.theme = theme
  }
}

/** Returns the page's font as part of a style sheet; empty if it cannot be read, so that a font of the system is used. */
async function fontFace(family: string): Promise<string> {
  const name = family.split(',')[0]?.replaceAll(/["']/g, '').trim()
  for (const sheet of document.styleSheets) {
    for (const rule of rulesOf(sheet)) {
      if (!(rule instanceof CSSFontFaceRule)) continue
      if (rule.style.getPropertyValue('font-family').replaceAll(/["']/g, '') !== name) continue
      const [, address] = /url\("?([^")]+)"?\)/.exec(rule.style.getPropertyValue('src')) ?? []
      if (address === undefined) continue
      const response = await fetch(new URL(address, sheet.href ?? document.baseURI)).catch(() => null)
      if (!response?.ok) return ''
      const data = await dataUrl(await response.blob())
      return `@font-face { font-family: "${name}"; src: url("${data}"); font-weight: 100 900; }`
    }
  }
  return ''
}

function rulesOf(sheet: CSSStyleSheet): CSSRule[] {
  try {
    return [...sheet.cssRules]
  } catch {
    // The rules of an extension's style sheet cannot be read.
    return []
  }
}

function dataUrl(blob: Blob): Promise<string> {
  return new Promise((answer, fail) => {
    const reader = new FileReader()
    reader.onload = () => answer(String(reader.result))
    reader.onerror = () => fail(reader.error)
    reader.readAsDataURL(blob)
  })
}

async function toPng(svg: SVGSVGElement, text: string): Promise<Blob> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = Number(svg.getAttribute('width')) * SCALE
  canvas.height = Number(svg.getAttribute('height')) * SCALE
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((answer, fail) => {
    canvas.toBlob((blob) => (blob ? answer(blob) : fail(new Error('The browser made no PNG'))), 'image/png')
  })
}

/** Breaks a text into lines of at most `width`, between words. */
function wrap(text: string, font: string, width: number): string[] {
  const context = document.createElement('canvas').getContext('2d')
  if (context === null) return [text]
  context.font = font
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    const longer = `${last} ${word}`
    if (last !== undefined && context.measureText(longer).width <= width) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}

function at(svg: SVGSVGElement, x: number, y: number, width: number, height: number): SVGSVGElement {
  svg.removeAttribute('style')
  set(svg, { x, y, width, height, overflow: 'visible' })
  return svg
}

type Attributes = Record<string, string | number>

function element<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Attributes,
): SVGElementTagNameMap[Name] {
  const made = document.createElementNS(NAMESPACE, name)
  set(made, attributes)
  return made
}

function set(target: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) target.setAttribute(name, String(value))
}
