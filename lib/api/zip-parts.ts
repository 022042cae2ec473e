const LOCAL = { signature: 0x04034b50, bytes: 30 }
const END = { signature: 0x06054b50, bytes: 22 }
/** Flag of a file whose size follows its content in a data descriptor. */
const SIZE_BEHIND = 0x08
const MAX_COMMENT_BYTES = 200

/** How much of a ZIP has arrived: files that are whole, and the byte behind them. */
export type ZipHeld = { files: number; bytes: number }
export type ZipTracker = {
  /** Returns how many more files begin in a chunk; null once that is unknown. */
  count: (chunk: Uint8Array) => number | null
  held: () => ZipHeld
}

/**
 * Follows the files of a ZIP as its bytes arrive, so that a download can show progress and go on behind its last whole
 * file. From the first file with a data descriptor on, where the next file begins is unknown.
 * @param from what has arrived already, if the bytes follow those
 */
export function trackZip(from: ZipHeld = { files: 0, bytes: 0 }): ZipTracker {
  const head = new Uint8Array(LOCAL.bytes)
  let filled = 0
  let bytesToSkip = 0
  let isCounting = true
  let isLost = false
  let position = from.bytes
  const held = { ...from }
  /** Parses a complete header; true for the header of a file. */
  const readHead = (): boolean => {
    filled = 0
    const view = new DataView(head.buffer)
    isLost = (view.getUint16(6, true) & SIZE_BEHIND) !== 0
    // The central directory follows the files.
    isCounting = view.getUint32(0, true) === LOCAL.signature
    bytesToSkip = view.getUint32(18, true) + view.getUint16(26, true) + view.getUint16(28, true)
    return isCounting
  }
  const count = (chunk: Uint8Array) => {
    let files = 0
    for (let at = 0; at < chunk.length && isCounting && !isLost; ) {
      const wanted = bytesToSkip > 0 ? bytesToSkip : LOCAL.bytes - filled
      const step = Math.min(wanted, chunk.length - at)
      if (bytesToSkip > 0) {
        bytesToSkip -= step
        if (bytesToSkip === 0) {
          held.files += 1
          held.bytes = position + at + step
        }
      } else {
        head.set(chunk.subarray(at, at + step), filled)
        filled += step
        if (filled === LOCAL.bytes && readHead()) files += 1
      }
      at += step
    }
    position += chunk.length
    return isLost ? null : files
  }
  return { count, held: () => ({ ...held }) }
}

/** Returns the comment at the end of a ZIP; null if the file does not end like a ZIP. */
export async function zipComment(file: Blob): Promise<string | null> {
  const tail = new Uint8Array(await file.slice(-END.bytes - MAX_COMMENT_BYTES).arrayBuffer())
  const view = new DataView(tail.buffer)
  for (let at = tail.length - END.bytes; at >= 0; at -= 1) {
    const isEnd =
      view.getUint32(at, true) === END.signature &&
      at + END.bytes + view.getUint16(at + 20, true) === tail.length
    if (isEnd) return new TextDecoder().decode(tail.subarray(at + END.bytes))
  }
  return null
}
