import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '..')
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8')

type Manifest = Record<
  'dependencies' | 'devDependencies' | 'optionalDependencies',
  Record<string, string>
> & {
  allowScripts: Record<string, boolean>
}
type Locked = {
  version?: string
  resolved?: string
  integrity?: string
  license?: string
  link?: boolean
  dev?: boolean
  hasInstallScript?: boolean
} & Partial<Record<'dependencies' | 'optionalDependencies' | 'peerDependencies', Record<string, string>>>

const manifest: Manifest = JSON.parse(read('package.json'))
const lock: { packages: Record<string, Locked> } = JSON.parse(read('package-lock.json'))
const packages = Object.entries(lock.packages).filter(([place]) => place !== '')

/** Returns the package name of a lock file path: `node_modules/a/node_modules/@b/c` contains `@b/c`. */
const nameAt = (place: string) => place.split('node_modules/').at(-1) ?? ''
const placesWhere = (isWrong: (locked: Locked) => boolean) =>
  packages.filter(([, locked]) => isWrong(locked)).map(([place]) => place)

describe('installed packages are the reviewed ones', () => {
  test('pins every package of package.json to one exact version', () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest
    const named = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    expect(named.length).toBeGreaterThan(40)
    expect(named.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(version))).toEqual([])
  })

  test('locks the version and the SHA-512 of every package', () => {
    expect(packages.length).toBeGreaterThan(400)
    expect(placesWhere(({ integrity = '' }) => !/^sha512-[\w+/]{86}==$/.test(integrity))).toEqual([])
    expect(placesWhere(({ version = '' }) => !/^\d+\.\d+\.\d+([+-].+)?$/.test(version))).toEqual([])
  })

  test('names no host in the lock file, so that packages come only from the configured registry', () => {
    expect(placesWhere(({ resolved, link }) => resolved !== undefined || link !== undefined)).toEqual([])
    const wanted = packages.flatMap(([place, { dependencies, optionalDependencies, peerDependencies }]) =>
      Object.entries({ ...dependencies, ...optionalDependencies, ...peerDependencies }).map(
        ([name, range]) => `${place}: ${name}@${range}`,
      ),
    )
    expect(wanted.length).toBeGreaterThan(400)
    expect(
      wanted.filter((one) => /@(git|https?:|file:|link:|github:|[\w-]+\/[\w-]+(#|$))/.test(one)),
    ).toEqual([])
    console.info(`packages locked by version and SHA-512, from no named host: ${packages.length}`)
    expect(read('.npmrc')).toContain('omit-lockfile-registry-resolved=true')
  })
})

test('allows or refuses every install script by package name, with the reason in SECURITY.md', () => {
  const withScript = new Set(
    packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([place]) => nameAt(place)),
  )
  expect(withScript.size).toBeGreaterThan(0)
  expect(Object.keys(manifest.allowScripts).toSorted()).toEqual([...withScript].toSorted())
  const reasons = read('SECURITY.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
  const unexplained = Object.entries(manifest.allowScripts).filter(([name, isAllowed]) => {
    const [, , decision = '', reason = ''] = reasons.find((cells) => cells[1]?.includes(`\`${name}\``)) ?? []
    return decision !== (isAllowed ? 'runs' : 'does not run') || reason.length < 20
  })
  expect(unexplained).toEqual([])
})

/** Licences that require only attribution. */
const FREE = ['MIT', 'MIT-0', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD']
/** Licences accepted only for these packages, each with the reason. */
const EXCEPTIONS: [packages: RegExp, licence: string, reason: string][] = [
  [
    /^@img\/sharp-libvips-/,
    'LGPL-3.0-or-later',
    'a library of its own file, unchanged, that can be replaced',
  ],
  [/^@img\/sharp-(wasm32|win32-)/, 'LGPL-3.0-or-later', 'the same library on other platforms'],
  [/^lightningcss(-|$)/, 'MPL-2.0', 'a tool of the build, unchanged; nothing of it is served'],
  [/^caniuse-lite$/, 'CC-BY-4.0', 'a table of browsers that the build reads; it is named here'],
  [/^lru-cache$/, 'BlueOak-1.0.0', 'asks for no more than the MIT licence; only jsdom of the tests loads it'],
  [/^geist$/, 'SIL OPEN FONT LICENSE', 'fonts, served unchanged under their own name'],
  // The package's manifest names no licence; the LICENSE file beside the manifest does.
  [/^png-js$/, '', 'the MIT licence as a file'],
]

/**
 * The licence that a package declares. Packages for other platforms are not installed, so the lock file
 * answers for them.
 */
function licenceOf(place: string, locked: Locked): string {
  const file = path.join(ROOT, place, 'package.json')
  if (!existsSync(file)) return locked.license ?? ''
  const { license }: { license?: string } = JSON.parse(readFileSync(file, 'utf8'))
  return license ?? ''
}

test('ships only packages with an allowed licence or an explained exception', () => {
  const shipped = packages.filter(([, { dev }]) => dev !== true)
  expect(shipped.length).toBeGreaterThan(200)
  const refused = shipped.flatMap(([place, locked]) =>
    licenceOf(place, locked)
      .replace(/[()]/g, '')
      .split(/ AND | OR /)
      .filter((licence) => !FREE.includes(licence))
      .filter((licence) => !EXCEPTIONS.some(([of, name]) => of.test(nameAt(place)) && name === licence))
      .map((licence) => `${place}: ${licence || 'none'}`),
  )
  expect(refused).toEqual([])
  expect(read('node_modules/png-js/LICENSE')).toMatch(/^MIT License/)
  // An exception that no package needs must be removed.
  const names = shipped.map(([place]) => nameAt(place))
  expect(EXCEPTIONS.filter(([of]) => !names.some((name) => of.test(name)))).toEqual([])
})
