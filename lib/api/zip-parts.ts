const LOCAL = { signature: 0x04034b50, bytes: 30 }
const END = { signature: 0x06054b50, bytes: 22 }
/** Flag of a file whose size follows its content in a data descriptor. */
const SIZE_BEHIND = 0x08
const MAX_COMMENT_BYTES = 200

/**
 * Creates a counter for the files of a ZIP as its bytes arrive, so that a download can show progress.
 * @returns a function that returns how many more files begin in a chunk. From the first file with a data
 * descriptor on, it returns null, because the start of the next file is then unknown.
 */
export function zipFileCounter(): (chunk: Uint8Array) => number | null {
  const head = new Uint8Array(LOCAL.bytes)
  let filled = 0
  let bytesToSkip = 0
  let isCounting = true
  let isLost = false
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
