import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { startEmbedded } from '#lib/server/db/embedded/embedded.ts'
import type { Mistake, Place } from './mistake.ts'

/** Prepares a DATA_DIR with one entry: a file with `content`, or a folder if `content` is null. */
function holding(entry: string, content: string | null): Mistake['given'] {
  return async ({ dataDir }: Place) => {
    const target = path.join(dataDir, entry)
    await mkdir(content === null ? target : path.dirname(target), { recursive: true })
    if (content !== null) await writeFile(target, content)
    return {}
  }
}

/** Prepares a DATA_DIR with an existing database and this postgres.json, or none if `settings` is null. */
function withDatabase(settings: string | null): Mistake['given'] {
  return async ({ dataDir }: Place) => {
    await mkdir(path.join(dataDir, 'postgres'), { recursive: true })
    // Every user can enter, as the user that PostgreSQL runs as must.
    await chmod(dataDir, 0o755)
    await writeFile(path.join(dataDir, 'postgres/PG_VERSION'), '18\n')
    if (settings !== null) await writeFile(path.join(dataDir, 'postgres.json'), settings)
    return {}
  }
}

const FROM_A_COPY = 'Put it back from a copy of DATA_DIR'

/** Mistakes in DATA_DIR and its files. The start overwrites none of the files it finds. */
export const FOLDER_MISTAKES: readonly Mistake[] = [
  {
    name: 'a file in place of DATA_DIR',
    given: async ({ dataDir }) => {
      await writeFile(dataDir, '')
      return {}
    },
    says: 'DATA_DIR is <folder>/data, which is a file. Name a folder, or a place where Furrow may make one.',
  },
  {
    name: 'a DATA_DIR below a file',
    given: async ({ folder }) => {
      await writeFile(path.join(folder, 'file'), '')
      return { DATA_DIR: path.join(folder, 'file/data') }
    },
    says: 'DATA_DIR is <folder>/file/data, but a part of that path is a file. Name a folder, or a place where Furrow may make one.',
  },
  {
    name: 'a DATA_DIR that cannot be created',
    given: { DATA_DIR: '/proc/furrow' },
    says: 'DATA_DIR is /proc/furrow, which cannot be made there. Name a folder that Furrow may write to.',
  },
  {
    name: 'a DATA_DIR that Furrow may not write to',
    given: async ({ dataDir }) => {
      await mkdir(dataDir, { mode: 0o555 })
      return {}
    },
    hasRights: false,
    says: 'DATA_DIR is <folder>/data, which this user may not write to. Name another folder, or give this user the right.',
  },
  {
    name: 'postgres.json missing beside its database',
    given: withDatabase(null),
    says: `<folder>/data/postgres.json is missing: it holds the password of the database in <folder>/data/postgres. ${FROM_A_COPY}, or move the database away to begin a new one.`,
  },
  {
    name: 'postgres.json that is not JSON',
    given: withDatabase('{"password": "hunter2'),
    says: `<folder>/data/postgres.json is damaged: it holds the password of the database in <folder>/data/postgres. ${FROM_A_COPY}, or move the database away to begin a new one.`,
  },
  {
    name: 'postgres.json without the password',
    given: withDatabase('{"dataFolder": "/x"}'),
    says: `<folder>/data/postgres.json is damaged: it holds the password of the database in <folder>/data/postgres. ${FROM_A_COPY}, or move the database away to begin a new one.`,
  },
  {
    name: 'postgres.json with the password of another database',
    given: async ({ dataDir }) => {
      const { dataFolder, stop } = await startEmbedded({ dataDir, isDisposable: true })
      await stop()
      await writeFile(
        path.join(dataDir, 'postgres.json'),
        JSON.stringify({ dataFolder, password: 'hunter2' }),
      )
      return {}
    },
    says: '<folder>/data/postgres.json holds another password than the database beside it. Put it back from a copy of DATA_DIR.',
  },
  {
    name: 'a secret that is a folder',
    given: holding('secret', null),
    says: `<folder>/data/secret cannot be read: it is a folder. ${FROM_A_COPY}: with another secret, everyone must sign in again and the audit log can only be verified with the former one.`,
  },
  {
    name: 'a secret that is too short',
    given: holding('secret', 'hunter2'),
    says: `<folder>/data/secret has fewer than 32 characters. ${FROM_A_COPY}: with another secret, everyone must sign in again and the audit log can only be verified with the former one.`,
  },
  {
    name: 'sandbox.json that is damaged',
    given: holding('sandbox.json', '{"seed": '),
    says: '<folder>/data/sandbox.json is damaged. Put it back from a copy of DATA_DIR, or use a new DATA_DIR: a new sandbox invents other data.',
  },
  {
    name: 'sandbox.json that is a folder',
    given: holding('sandbox.json', null),
    says: '<folder>/data/sandbox.json cannot be read: it is a folder. Put it back from a copy of DATA_DIR, or use a new DATA_DIR: a new sandbox invents other data.',
  },
  {
    name: 'furrow.pid that is a folder',
    given: holding('furrow.pid', null),
    says: '<folder>/data/furrow.pid cannot be read: it is a folder. Remove it: Furrow keeps its process id there.',
  },
  {
    name: 'furrow.pid that is an endless device',
    given: async ({ dataDir }) => {
      await mkdir(dataDir)
      await symlink('/dev/zero', path.join(dataDir, 'furrow.pid'))
      return {}
    },
    says: '<folder>/data/furrow.pid cannot be read: it is no ordinary file. Remove it: Furrow keeps its process id there.',
  },
]
