/** The most that the process grew beyond its size at `begin`, over all spans but the first, in bytes. */
export function watchMemory() {
  const spans: number[] = []
  let timer: NodeJS.Timeout | undefined
  return {
    begin() {
      const before = process.memoryUsage.rss()
      let most = 0
      timer = setInterval(() => {
        most = Math.max(most, process.memoryUsage.rss() - before)
        spans[spans.length - 1] = most
      }, 20)
      spans.push(0)
    },
    end: () => clearInterval(timer),
    growth: () => Math.max(...spans.slice(1)),
  }
}
