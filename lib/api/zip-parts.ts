const LOCAL = { signature: 0x04034b50, bytes: 30 }
const END = { signature: 0x06054b50, bytes: 22 }
/** A file whose size stands behind it. */
const SIZE_BEHIND = 0x08
const MAX_COMMENT_BYTES = 200

/**
 * Counts the files of a ZIP as its bytes arrive. Out: how many more begin in a chunk; null from the first file on whose size
 * stands behind it, for the next one's beginning is not known then.
 */
export function zipFileCounter(): (chunk: Uint8Array) => number | null {
  const head = new Uint8Array(LOCAL.bytes)
  let filled = 0
  let bytesToSkip = 0
  let isCounting = true
  let isLost = false
  /** Takes up what a whole header says. Out: true if it is that of a file. */
  const readHead = (): boolean => {
    filled = 0
    const view = new DataView(head.buffer)
    isLost = (view.getUint16(6, true) & SIZE_BEHIND) !== 0
    // After the files comes the directory.
    isCounting = view.getUint32(0, true) === LOCAL.signature
    bytesToSkip = view.getUint32(18, true) + view.getUint16(26, true) + view.getUint16(28, true)
    return isCounting
  }
  return (chunk) => {
    let files = 0
    for (let at = 0; at < chunk.length && isCounting && !isLost; ) {
      const wanted = bytesToSkip > 0 ? bytesToSkip : LOCAL.bytes - filled
      const step = Math.min(wanted, chunk.length - at)
      if (bytesToSkip > 0) bytesToSkip -= step
      else {
        head.set(chunk.subarray(at, at + step), filled)
        filled += step
        if (filled === LOCAL.bytes && readHead()) files += 1
      }
      at += step
    }
    return isLost ? null : files
  }
}

/** The comment at the end of a ZIP; null if the file does not end as a ZIP does. */
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
