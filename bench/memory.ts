/**
 * Measures the peak growth of this process's resident memory since `begin`, in bytes, over all spans except
 * the first, which warms up.
 */
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
