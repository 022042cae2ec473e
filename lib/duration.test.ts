import { expect, test } from 'vitest'
import { printDuration } from './duration.ts'

test.each([
  [0, '1 second'],
  [1, '1 second'],
  [45, '45 seconds'],
  [119.2, '2 minutes'],
  [119, '119 seconds'],
  [3107, '52 minutes'],
  [7199, '120 minutes'],
  [7200, '2 hours'],
  [7201, '3 hours'],
  [172_800, '2 days'],
])('prints %d seconds as %s and never as less', (seconds, text) => expect(printDuration(seconds)).toBe(text))
