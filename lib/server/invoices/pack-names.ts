import 'server-only'
import type { Day } from '#lib/calendar-date.ts'
import { inertText } from '#lib/csv.ts'
import { plainFileName } from '#lib/server/http/file-name.ts'
import { isoWeek } from '#lib/week.ts'

/** Names that Windows reserves for devices, with any extension. */
const DEVICE = /^(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|conin\$|conout\$)\s*(\.|$)/i
/** File systems allow 255 bytes, which must also hold the extension and a number. */
const MAX_BYTES = 200

/**
 * Returns a function that names each invoice's file in a pack: by its number, or else its id. The names are
 * safe on every system and unique within the pack.
 */
export function packNames(): (invoice: { number: string | null; id: string }) => string {
  const taken = new Map<string, number>()
  return ({ number, id }) => {
    const base = baseName(number ?? id)
    for (;;) {
      const times = (taken.get(folded(base)) ?? 0) + 1
      taken.set(folded(base), times)
      const name = times === 1 ? base : `${base} (${times})`
      if (times === 1) return `${name}.pdf`
      if (!taken.has(folded(name))) {
        taken.set(folded(name), 1)
        return `${name}.pdf`
      }
    }
  }
}

/** An invoice whose file is placed in a folder. */
type Placed = { number: string | null; id: string; fundingSource: string | null; issuedOn: Day | null }

/**
 * Returns a function that places each invoice's file in a folder of its funding source and ISO week of issue, e.g.
 * `AGRI-1/2026-W10/HT-42.pdf`. The paths are safe on every system and unique.
 */
export function packPaths(): (invoice: Placed) => string {
  const folders = new Map<string, ReturnType<typeof packNames>>()
  return (invoice) => {
    const { fundingSource, issuedOn } = invoice
    const folder = `${fundingSource === null ? 'Unassigned' : baseName(fundingSource)}/${weekFolder(issuedOn)}`
    const nameOf = folders.get(folded(folder)) ?? packNames()
    folders.set(folded(folder), nameOf)
    return `${folder}/${nameOf(invoice)}`
  }
}

function weekFolder(issuedOn: Day | null): string {
  if (issuedOn === null) return 'No date'
  const { year, week } = isoWeek(issuedOn)
  return `${year}-W${String(week).padStart(2, '0')}`
}

function baseName(text: string): string {
  const plain = cutToBytes(plainFileName(text.normalize('NFC')).trim())
  if (plain === '') return 'invoice'
  // A spreadsheet that opens the register would read such a name as a formula, and a command as an option.
  const isTaken = DEVICE.test(plain) || inertText(plain) !== plain || /^[-~]/.test(plain)
  return isTaken ? `_${plain}` : plain
}

function cutToBytes(text: string): string {
  let bytes = 0
  const kept = [...text].filter((character) => {
    bytes += Buffer.byteLength(character)
    return bytes <= MAX_BYTES
  })
  return kept.join('').trimEnd()
}

/** Many file systems ignore case and Unicode composition. */
function folded(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase()
}
