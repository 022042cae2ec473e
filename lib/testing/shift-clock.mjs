// Loaded before anything else by every process of a test run (see test-day.ts): moves its Date by a fixed distance, so
// that the run takes place on the test's own day. Timers, performance.now() and other programs keep the real clock.

const shiftMs = Number(process.env.FURROW_TEST_CLOCK_SHIFT_MS ?? 0)

if (shiftMs !== 0) {
  const RealDate = Date
  const now = () => RealDate.now() + shiftMs
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  })
  RealDate.prototype.constructor = globalThis.Date
}
