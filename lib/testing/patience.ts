/**
 * How long a test waits for something that is sure to happen, in milliseconds. A test that asserts how fast something
 * happens sets its own deadline. The machines that run the tests differ by a factor of ten, and by another ten while
 * they also run other tests: only a process that hangs should take this long.
 */
export const PATIENCE_MS = 180_000

/** How long something that must happen at once may take. An idle connection is kept for longer. */
export const PROMPTLY = { timeout: 3_000 }
