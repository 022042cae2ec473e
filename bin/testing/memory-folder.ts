import { chmod, mkdtemp, readFile, statfs } from 'node:fs/promises'
import path from 'node:path'

const PLACE = '/dev/shm'
/** In bytes. Three workers were seen to keep 0.4 GiB of files; the rest is for the processes of the run. */
const ROOM = 6 * 1024 ** 3

/**
 * Makes a folder in memory for the files of a test run. PostgreSQL creates and removes thousands of files for the
 * databases of tests, which takes the kernel half as long there as on a disk. The caller removes the folder.
 * @returns null where the system has no such place, programs may not run in it, or less than 6 GiB are free
 */
export async function memoryFolder(): Promise<string | null> {
  const mounts = await readFile('/proc/mounts', 'utf8').catch(() => '')
  const options = mounts.split('\n').flatMap((line) => {
    const [, mountedAt, type, listed = ''] = line.split(' ')
    return mountedAt === PLACE && type === 'tmpfs' ? listed.split(',') : []
  })
  if (!options.includes('rw') || options.includes('noexec')) return null
  const { bavail, bsize } = await statfs(PLACE)
  if (Math.min(bavail * bsize, process.availableMemory()) < ROOM) return null
  const folder = await mkdtemp(path.join(PLACE, 'furrow-test-'))
  // As open as the system's own folder for temporary files: PostgreSQL runs as another user where root runs the tests.
  await chmod(folder, 0o1777)
  return folder
}
