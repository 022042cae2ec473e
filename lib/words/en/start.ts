/** Texts of `npm start` and its processes, and what every command says about settings, folders and PostgreSQL. */
export const start = {
  'label.warning': 'Warning',
  'label.pages': 'Pages',
  'label.furrow': 'Furrow',
  'label.sync': 'Sync',
  'label.secret': 'Secret',
  'label.first-admin': 'First admin',
  'label.node': 'Node',
  'label.postgresql': 'PostgreSQL',
  'label.sandbox': 'Sandbox',
  'label.audit-log': 'Audit log',
  'label.backup': 'Backup',
  'label.not-in-it': 'Not in it',
  'label.restored': 'Restored',
  'label.next': 'Next',

  'no-arguments':
    'npm start takes no {word}: settings are variables, as in PORT=3001 npm start. .env.example lists them.',
  'pages.building': 'building, about a minute the first time …',
  'pages.waiting': 'another process is building them; waiting for it …',
  'pages.built': 'built in {seconds, number} s',
  'pages.built-for-start': 'built in {seconds, number} s; the next npm start uses them',
  'pages.outdated':
    'The pages were built from other files than these, and what builds them is not installed ({packages}). Run: npm ci && npm run build && npm prune --omit=dev',
  'pages.missing':
    'The pages are not built, and what builds them is not installed ({packages}). Run: npm ci && npm run build && npm prune --omit=dev',
  'pages.failed': 'The pages could not be built:\n{output}',
  'pages.killed':
    'The builder was killed (SIGKILL), probably because the machine has too little memory. Free some, or build on another machine and copy .next.',
  'pages.crashed': 'The builder crashed ({signal}): its packages may be damaged. Run: npm ci',
  running: '{url}   (stop with Ctrl-C)',
  stopping: 'Stopping …',
  stopped: 'Stopped. Your data is kept; npm start continues with it.',
  'web-stopped': 'The web server stopped: {message}',
  'first-admin': '{link}   (works once, for 24 hours)',
  'other-secret':
    'changed since the last start: everybody must sign in again. To verify earlier audit events,\ngive the previous secret: npm run audit:verify -- --old-secret-file FILE',
  'node.installed':
    '{version} instead of your {own}: npm ci installed it with Furrow, and npm prefers it ({path})',
  'node.in-path': '{version} instead of your {own}: it comes first in the PATH ({path})',

  'sync.reading': 'reading the sources, newest weeks first; lists fill while it runs',
  'sync.reading-alone': 'reading the sources, newest weeks first (stop with Ctrl-C)',
  'sync.first-done': 'first sync pass done; watching for changes',
  'key.rejected': '{source} rejects the key.',
  'key.accepted': '{source} accepts the key again.',

  'child.no-start-signal': '{file} exited during its start ({signal}).',
  'child.no-start-code': '{file} exited during its start (exit code {code}).',
  'child.again-signal': '{file} exited ({signal}); restarting it',
  'child.again-code': '{file} exited (exit code {code}); restarting it',
  'child.again-failed': '{file} could not be started ({error}); restarting it',

  'environment.utf-16': '.env must be saved as UTF-8: it is UTF-16',
  'environment.folder': '.env cannot be read: it is a folder',
  'environment.no-right': '.env cannot be read: this user may not read it',
  'environment.elsewhere': '{file} is not read: move {names} to .env',

  'folder.taken':
    'Furrow already runs here (process {pid}, folder {folder}). Stop it, or start another with its own DATA_DIR and PORT.',
  'folder.process-file': 'Remove it: Furrow keeps its process number there.',
  'folder.no-furrow':
    'DATA_DIR is {folder}, where Furrow was never started. Name the folder that it runs with, or its DATABASE_URL.',
  'lock.file': 'Remove it: it holds only the process id of the process that has the lock.',
  'lock.stuck':
    'Process {pid} still holds the lock {file}. Stop the process and try again; if it is not a Furrow command, remove the file.',

  'port.taken':
    'Port {port} is taken by another program. Stop that one, or start on another port: PORT={next} npm start',
  'port.no-right':
    'Port {port} needs more rights than this user has. Start on another one: PORT=3001 npm start',
  'port.no-address':
    'LISTEN_HOST is {host}, which is no address of this machine. Use one that it has, 0.0.0.0 for all, or 127.0.0.1 for this machine alone.',
  'port.not-found':
    'LISTEN_HOST is {host}, which cannot be found. Use an address of this machine, 0.0.0.0 for all, or 127.0.0.1 for this machine alone.',
  'port.other':
    'Furrow cannot listen on {host}, port {port}: the system says {code}. Set PORT or LISTEN_HOST to others.',

  'secret.missing':
    'AUTH_SECRET is missing: set it beside DATABASE_URL, the same for every server, e.g. to the output of: openssl rand -base64 32',
  'secret.keep':
    'Put it back from a copy of DATA_DIR; with another secret everybody signs in again and the audit log needs the former one to be verified.',
  'secret.short': '{file} has fewer than {count, number} characters.',
  'secret.needed-to-verify':
    'The secret is missing, without which the audit log cannot be checked: set AUTH_SECRET to it.',
  'secret.needed-to-verify-file':
    'The secret is missing, without which the audit log cannot be checked: put it back into {file}, or set AUTH_SECRET to it.',
  'secret.needed-to-seal':
    'The secret is missing, with which the audit log is sealed: set AUTH_SECRET to it.',
  'secret.needed-to-seal-file':
    'The secret is missing, with which the audit log is sealed: put it back into {file}, or set AUTH_SECRET to it.',
  'secret.unreadable': '--secret-file {file} cannot be read ({code}). Name the file that holds the secret.',
  'secret.empty': '--secret-file {file} is empty.',
  'secret.other': '--secret-file {file} has fewer than {count, number} characters: it holds another secret.',

  'sandbox.configured': '{url}, because SANDBOX=1: invented data, see README to connect real sources',
  'sandbox.no-source':
    '{url}, because no source is configured: invented data, see README to connect real sources',
  'sandbox.alone': 'Sandbox on {url}',
  'sandbox.port': `The sandbox's port {port} is taken, by another command of Furrow here or by another program. Wait until it ends, or change "port" in sandbox.json in DATA_DIR.`,
  'sandbox.damaged': '{file} is damaged.',
  'sandbox.keep':
    'Put it back from a copy of DATA_DIR, or use a new DATA_DIR: a new sandbox invents other data.',

  'fault.unexpected': 'Unexpected error.\n{stack}',
  'fix.busy': 'Try again in a moment.',
  'fix.unreachable': 'Check that it runs and is not overloaded, then try again.',
  'fix.read_only': 'End that mode, or name the primary in DATABASE_URL.',
  'fix.full': 'Make room there.',
  'file.unnamed': 'A file',
  'file.EACCES': '{file} may not be read or written by this user. Give the user the right.',
  'file.EISDIR': '{file} is a folder, where a file belongs. Move it away.',
  'file.EDQUOT': '{file} cannot be written: the quota of this user is used up. Make room.',
  'file.ENOSPC': '{file} cannot be written: its disk is full. Make room.',
  'file.ENOTDIR': '{file} lies below a file. Move that away.',
  'file.EPERM': '{file} may not be changed by this user. Give the user the right.',
  'file.EROFS': '{file} cannot be written: its disk is read-only.',
} as const
