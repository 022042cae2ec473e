import { rm } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { CLIENT, type Provider, startProvider } from '#lib/testing/oidc-provider.ts'
import { postgres15Programs, startPostgres15 } from '#lib/testing/postgres-15.ts'
import { type Sources, startSources } from '#rehearsal/sources/sources.ts'
import { ADDRESS_HEADER } from './asking.ts'
import { countRows, differences } from './comparison.ts'
import { type Contents, readContents, select } from './contents.ts'
import { checkCredentials } from './existing-credentials.ts'
import { untried } from './filled.ts'
import { type Credentials, DALIA, playFirstDays } from './first-days.ts'
import { changesUnknownElsewhere, readTogether, startFleet } from './fleet.ts'
import { type Furrow, runCommand, startFurrow } from './furrow.ts'
import { log, logStep } from './log.ts'
import { MOVES_OF_READING, MOVES_OF_USE } from './moves.ts'
import {
  contentsAtRest,
  embeddedUrl,
  type Installation,
  newFolder,
  newInstallation,
  removeFolders,
  secretOf,
  sharedPostgres,
} from './place.ts'
import {
  allRead,
  answersOf,
  changeHelloTractor,
  changeOtherSources,
  firstReading,
  noteAnInvoice,
  pausePaymentLinks,
  readNow,
  takeFiles,
} from './reading.ts'

// A realistic installation with its own sources, people and programs. The steps fill, stop, start, copy and
// move it, and compare it row by row. They build on each other.

const MOVES = [...MOVES_OF_READING, ...MOVES_OF_USE]

let sources: Sources
let provider: Provider
let home: Installation
let furrow: Furrow
let credentials: Credentials
let answers: Record<string, unknown>
/** Rows of the installation when it was first stopped. */
let kept: Contents
/** Rows in the backup. */
let backedUp: Contents
let file: string
let failed: string | null = null

beforeAll(async () => {
  sources = await startSources()
  provider = await startProvider()
  provider.claims = { sub: 'dalia', email: DALIA.email, email_verified: true, name: DALIA.name }
  home = await newInstallation('home', environment())
  file = path.join(await newFolder('backup'), 'furrow.backup')
})

afterAll(async () => {
  await furrow?.stop().catch((error: unknown) => log(String(error)))
  await sources?.close()
  provider?.close()
  await removeFolders()
})

/**
 * Settings of every installation of the rehearsal. With a sync interval of one day, sources are read only
 * when a test requests a refresh.
 */
function environment(): Record<string, string> {
  return {
    ...sources.environment,
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
    TRUSTED_ADDRESS_HEADER: ADDRESS_HEADER,
    SYNC_INTERVAL_SECONDS: '86400',
  }
}

/**
 * Defines one step of the rehearsal; after a failed step the later steps fail at once, because they depend on
 * it.
 */
function step(title: string, act: () => Promise<void>, isPossible = true): void {
  test.skipIf(!isPossible)(title, async () => {
    if (failed !== null) throw new Error(`Not tried, because a step before it failed: ${failed}`)
    failed = title
    await act()
    failed = null
  })
}

step('a new installation syncs its sources, and people and programs sign in', async () => {
  logStep('An installation is made')
  furrow = await startFurrow(home.environment)
  const setupLink = /First admin (\S+)/.exec(furrow.output())?.[1] ?? ''
  log(`npm start answers at ${home.environment.APP_URL} and prints a link for the first admin`)
  credentials = await playFirstDays(home, setupLink, home.environment)
  log('two admins, three financiers, an operator, invitations, requests, links and keys')
  const url = await embeddedUrl(home.dataDir)
  await firstReading(url)
  log('every window of the three sources is read')
  const reading = { place: home, operator: credentials.emeka, url }
  await changeHelloTractor(reading, sources)
  await changeOtherSources(reading, sources)
  await takeFiles(reading)
  await noteAnInvoice(reading)
  await pausePaymentLinks(reading, sources)
  log('rows change, vanish and are held back; a source asks for a pause and is paused; files are taken')
  answers = await answersOf(home, credentials.ada)
})

step('the installation stops cleanly on request', async () => {
  logStep('It is stopped')
  await furrow.stop()
  kept = await contentsAtRest(home.dataDir)
  log(`at rest it holds ${countRows(kept)}`)
})

test('fills every table and column that the product can fill', () => {
  expect(untried(kept)).toEqual([])
})

step('after a restart the rows are the same, and everybody signs in as before', async () => {
  logStep('It is started again')
  furrow = await startFurrow(home.environment)
  expect(furrow.output()).not.toContain('First admin')
  const url = await embeddedUrl(home.dataDir)
  expect(differences(kept, await readContents(url), MOVES)).toEqual([])
  expect(await checkCredentials(home, credentials)).toEqual([])
  for (const source of ['hello-tractor', 'client-invoices'])
    await readNow({ place: home, operator: credentials.emeka, url }, source)
  const now = await readContents(url)
  expect(differences(kept, now, MOVES)).toEqual([])
  expect(await answersOf(home, credentials.ada)).toEqual(answers)
  log(`${countRows(now)}: the same but for what is listed as moving`)
})

step('a backup made while Furrow runs holds exactly the rows of the database', async () => {
  logStep('It is backed up while it runs')
  const url = await embeddedUrl(home.dataDir)
  await backUpAtRest(url)
  log(`npm run backup wrote ${countRows(backedUp)}`)
})

/** Repeats the backup until no row changed during it, so that the file is known to hold `backedUp`. */
async function backUpAtRest(url: string): Promise<void> {
  for (;;) {
    await rm(file, { force: true })
    backedUp = await readContents(url)
    const { code, output } = await runCommand('backup.ts', [file], home.environment)
    expect(code, output).toBe(0)
    if (differences(backedUp, await readContents(url), []).length === 0) return
  }
}

step(
  'restored into an embedded PostgreSQL 18, the rows are the same and everybody signs in as before',
  async () => {
    logStep('It is restored into an embedded PostgreSQL 18')
    const secret = { AUTH_SECRET: await secretOf(home.dataDir) }
    const moved = await newInstallation('moved', { ...environment(), ...secret })
    const { code, output } = await runCommand('restore.ts', [file], moved.environment)
    expect(code, output).toBe(0)
    expect(differences(backedUp, await contentsAtRest(moved.dataDir), [])).toEqual([])
    await tryMoved(moved, () => embeddedUrl(moved.dataDir))
  },
)

step(
  'restored into an external PostgreSQL 15, the rows are the same and everybody signs in as before',
  async () => {
    logStep('It is restored into a PostgreSQL 15 of which one database belongs to Furrow')
    const postgres15 = await startPostgres15()
    onTestFinished(() => postgres15.stop())
    const url = await postgres15.createDatabase('owner')
    const own = { DATABASE_URL: url, AUTH_SECRET: await secretOf(home.dataDir) }
    const moved = await newInstallation('own', { ...environment(), ...own })
    const { code, output } = await runCommand('restore.ts', [file], moved.environment)
    expect(code, output).toBe(0)
    const [server] = await select<{ version: string }>(url, 'select version()')
    log(server?.version.split(' on ')[0] ?? '')
    expect(differences(backedUp, await readContents(url), [])).toEqual([])
    await tryMoved(moved, async () => url)
  },
  postgres15Programs !== null,
)

/** Starts a restored installation and uses it like the original. */
async function tryMoved(moved: Installation, urlOf: () => Promise<string>): Promise<void> {
  const there = await startFurrow(moved.environment)
  try {
    expect(await checkCredentials(moved, credentials)).toEqual([])
    const url = await urlOf()
    for (const source of ['hello-tractor', 'client-invoices'])
      await readNow({ place: moved, operator: credentials.emeka, url }, source)
    const now = await readContents(url)
    expect(differences(backedUp, now, MOVES)).toEqual([])
    expect(await answersOf(moved, credentials.ada)).toEqual(answers)
    const verified = await runCommand('audit-verify.ts', [], moved.environment)
    expect(verified.code, verified.output).toBe(0)
    log(`${countRows(now)} after use: the same but for what is listed as moving; the audit log holds`)
  } finally {
    await there.stop()
  }
}

step('two web servers and two workers on one database act as one installation', async () => {
  logStep('Two web servers and two workers share one database')
  const postgres = await sharedPostgres()
  const shared = {
    DATABASE_URL: await postgres.createDatabase('furrow'),
    AUTH_SECRET: await secretOf(home.dataDir),
  }
  const { code, output } = await runCommand('restore.ts', [file], {
    ...(await newInstallation('restore', environment())).environment,
    ...shared,
  })
  expect(code, output).toBe(0)
  const fleet = await startFleet({ ...environment(), ...shared })
  try {
    for (const web of fleet.webs) expect(await answersOf(web, credentials.ada)).toEqual(answers)
    log('both web servers give the same answers as the installation that was backed up')
    const url = shared.DATABASE_URL
    await readNow({ place: fleet.webs[0], operator: credentials.emeka, url }, 'hello-tractor')
    expect(differences(backedUp, await readContents(url), MOVES)).toEqual([])
    expect(await changesUnknownElsewhere(fleet, credentials)).toEqual([])
    log('what is changed at one of them holds at the other')
    await allRead(url)
    expect(await readTogether(fleet, credentials.emeka, { url, sources })).toEqual({
      workers: 2,
      readOtherwiseThanOnce: 0,
    })
    log('both workers read, and no window was read twice')
    for (const web of fleet.webs) expect(await answersOf(web, credentials.ada)).toEqual(answers)
  } finally {
    await fleet.stop()
    await postgres.stop()
  }
})
