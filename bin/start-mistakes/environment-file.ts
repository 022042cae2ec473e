import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Mistake } from './mistake.ts'

/** Prepares a start whose environment folder holds these files. */
function beside(files: Readonly<Record<string, string | Uint8Array>>): Mistake['given'] {
  return async ({ folder }) => {
    for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content)
    return { FURROW_ENV_FOLDER: folder }
  }
}

/** A valid line that holds a secret, so that the test sees if an error message prints it. */
const WITH_KEY = 'HELLO_TRACTOR_API_KEY=hunter2-key\n'

/** Mistakes in the file `.env`, where a line would be read differently than intended. */
export const ENVIRONMENT_FILE_MISTAKES: readonly Mistake[] = [
  {
    name: 'a misspelt name in .env',
    given: beside({ '.env': 'DATABSE_URL=postgres://furrow:hunter2@localhost/furrow\n' }),
    says: '.env line 1: DATABSE_URL is not read: use DATABASE_URL instead',
  },
  {
    name: 'a line of .env that sets nothing',
    given: beside({ '.env': `# keys\n${WITH_KEY}PORT: 4000\n` }),
    says: '.env line 3: is not read: it must be NAME=value',
  },
  {
    name: 'a value of .env with # in it, without quotes',
    given: beside({ '.env': 'SMTP_URL=smtps://furrow:hunter2#5@smtp.example.com\n' }),
    says: '.env line 1: SMTP_URL is cut at its "#": put the value in quotes',
  },
  {
    name: 'a value of .env in typographic quotes',
    given: beside({ '.env': 'HELLO_TRACTOR_API_KEY=“hunter2-key”\n' }),
    says: '.env line 1: HELLO_TRACTOR_API_KEY has a typographic quote (“) at its start: use " or nothing instead',
  },
  {
    name: 'a name twice in .env',
    given: beside({ '.env': `${WITH_KEY}PORT=3001\nHELLO_TRACTOR_API_KEY=hunter2-old\n` }),
    says: '.env line 3: HELLO_TRACTOR_API_KEY is set in line 1 already: remove one of the two',
  },
  {
    name: 'a quote in .env that is not closed',
    given: beside({ '.env': `HELLO_TRACTOR_API_KEY="hunter2-key\nPORT=3001\n` }),
    says: '.env line 1: HELLO_TRACTOR_API_KEY opens a quote that nothing closes',
  },
  {
    name: 'a wrong value after a byte order mark, with Windows line breaks',
    given: beside({ '.env': '\ufeffPORT=abc\r\nROLE=web\r\n' }),
    says: 'PORT must be a port number from 1 to 65535',
  },
  {
    name: 'an .env in UTF-16',
    given: beside({ '.env': new Uint8Array(Buffer.from(`\ufeff${WITH_KEY}`, 'utf16le')) }),
    says: '.env is saved as UTF-16: save it as UTF-8',
  },
  {
    name: 'an .env that is a folder',
    given: async ({ folder }) => {
      await mkdir(path.join(folder, '.env'))
      return { FURROW_ENV_FOLDER: folder }
    },
    says: '.env cannot be read: it is a folder',
  },
  {
    name: 'settings in .env.local',
    given: beside({ '.env.local': WITH_KEY }),
    says: '.env.local is not read: move HELLO_TRACTOR_API_KEY to .env',
  },
]
