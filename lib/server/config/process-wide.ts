import 'server-only'

/**
 * A value that exists once per process, however often its module is loaded: Next loads a module anew for each
 * bundle and after each edit. Tests and bin/web.ts set some of these values by the same name.
 */
export function processWide<Value>(name: `furrow${string}`): { value: Value | undefined } {
  const shared = globalThis as unknown as Record<string, Value | undefined>
  return {
    get value() {
      return shared[name]
    },
    set value(next) {
      shared[name] = next
    },
  }
}
