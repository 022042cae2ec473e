import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { serverNow } from '#lib/api/server-clock.ts'

/** The rows that a list has loaded, of all that match. */
type Rows = { shown: number; total: number }

/**
 * Prepares a page when the browser is about to print it: draws every loaded row of a list, says if there are more,
 * and writes the running foot that app/print.css places: title, filters, time and zone.
 */
export function PrintSetup({ isSandbox }: { isSandbox: boolean }) {
  const format = useFormat()
  const t = useWords('shell')
  const [rows, setRows] = useState<Rows | null>(null)
  useEffect(() => {
    let restoreScroll = () => {}
    const prepare = () => {
      restoreScroll = rememberScroll()
      document.documentElement.dataset.printing = ''
      drawRows()
      flushSync(() => setRows(countRows()))
      const time = t('print.time', { time: format.instant(new Date(serverNow()).toISOString()) })
      const mark = isSandbox ? [t('sandbox.mark')] : []
      const parts = [document.title, ...filtersInWords(), ...mark, time]
      document.documentElement.style.setProperty('--print-foot', cssString(parts.join(' · ')))
    }
    const restore = () => {
      delete document.documentElement.dataset.printing
      restoreScroll()
      drawRows()
      setRows(null)
    }
    window.addEventListener('beforeprint', prepare)
    window.addEventListener('afterprint', restore)
    return () => {
      window.removeEventListener('beforeprint', prepare)
      window.removeEventListener('afterprint', restore)
    }
  }, [format, t, isSandbox])
  if (rows === null || rows.shown >= rows.total) return null
  return <p className="print-only print-note mb-2 text-soft text-sm">{t('print.rows', rows)}</p>
}

const SCROLLERS = 'main, .data-scroll'

/** Has lists draw the rows that are now visible: they listen to their scrolling area. */
function drawRows(): void {
  flushSync(() => {
    for (const area of document.querySelectorAll(SCROLLERS)) area.dispatchEvent(new Event('scroll'))
  })
}

function rememberScroll(): () => void {
  const places = [...document.querySelectorAll(SCROLLERS)].map((area) => [area, area.scrollTop] as const)
  return () => {
    for (const [area, top] of places) area.scrollTop = top
  }
}

function countRows(): Rows | null {
  const table = document.querySelector('.data-table')
  if (table === null) return null
  // The head is a row, too.
  return { shown: table.querySelectorAll('.data-row').length, total: Number(table.ariaRowCount) - 1 }
}

/** The filters with a value, as the page says them, and the text that is searched for. */
function filtersInWords(): string[] {
  const textsOf = (selector: string) =>
    [...document.querySelectorAll(selector)].map(({ textContent }) => textContent)
  const searched = [...document.querySelectorAll<HTMLInputElement>('main input[type="search"]')]
  return [
    ...textsOf('main .filter-chip'),
    ...textsOf('main search label:has(:checked)'),
    ...searched.map(({ value }) => value),
  ].filter((text) => text !== '')
}

/** Writes a text as a CSS string. */
function cssString(text: string): string {
  return `"${text.replace(/["\\\n\r\f]/g, (sign) => `\\${sign.charCodeAt(0).toString(16)} `)}"`
}
