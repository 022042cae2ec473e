/**
 * How long a test waits for what is sure to happen, in milliseconds. A test that asserts how fast something happens
 * has a deadline of its own. The machines that run the tests differ by a factor of ten, and by as much again while
 * other tests run beside: only a process that hangs should take this long.
 */
export const PATIENCE_MS = 180_000

/** How long what must happen at once may take. An idle connection is kept for longer. */
export const PROMPTLY = { timeout: 3_000 }
