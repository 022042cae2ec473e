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
    'npm start has no option {word}. Settings are environment variables, as in PORT=3001 npm start; .env.example lists them.',
  'pages.building': 'building, about a minute the first time …',
  'pages.waiting': 'another process is building them already; waiting for it …',
  'pages.built': 'built in {seconds, number} s',
  'pages.built-for-start': 'built in {seconds, number} s; the next npm start uses them',
  'pages.outdated':
    'The pages are out of date, and the packages that build them are not installed ({packages}). Run: npm ci && npm run build && npm prune --omit=dev',
  'pages.missing':
    'The pages are not built yet, and the packages that build them are not installed ({packages}). Run: npm ci && npm run build && npm prune --omit=dev',
  'pages.failed': 'The pages could not be built:\n{output}',
  'pages.killed':
    'The build was killed (SIGKILL), probably because the machine has too little memory. Free some memory, or build on another machine and copy .next.',
  'pages.crashed': 'The build crashed ({signal}), perhaps because a package is damaged. Run: npm ci',
  running: '{url}   (stop with Ctrl-C)',
  stopping: 'Stopping …',
  stopped: 'Stopped. Your data is kept; npm start continues with it.',
  'web-stopped': 'The web server stopped: {message}',
  'first-admin': '{link}   (works once, for 24 hours)',
  'other-secret':
    'has changed since the last start, so everyone must sign in again. To verify earlier audit events,\nprovide the previous secret: npm run audit:verify -- --old-secret-file FILE',
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

  'environment.utf-16': '.env is saved as UTF-16: save it as UTF-8',
  'environment.folder': '.env cannot be read: it is a folder',
  'environment.no-right': '.env cannot be read: this user may not read it',
  'environment.elsewhere': '{file} is not read: move {names} to .env',

  'folder.taken':
    'Furrow is already running here (process {pid}, folder {folder}). Stop it, or start another one with its own DATA_DIR and PORT.',
  'folder.process-file': 'Remove it: Furrow keeps its process id there.',
  'folder.no-furrow':
    'DATA_DIR is {folder}, where Furrow was never started. Name the folder that it runs with, or its DATABASE_URL.',
  'lock.file': 'Remove it: all it holds is the id of the process that has the lock.',
  'lock.stuck':
    'Process {pid} still holds the lock {file}. Stop the process and try again; if it is not a Furrow command, remove the file.',

  'port.taken':
    'Port {port} is in use by another program. Stop that program, or use another port: PORT={next} npm start',
  'port.no-right': 'This user is not allowed to use port {port}. Use another port: PORT=3001 npm start',
  'port.no-address':
    'LISTEN_HOST is {host}, which is not an address of this machine. Use one of its addresses, 0.0.0.0 for all of them, or 127.0.0.1 for this machine only.',
  'port.not-found':
    'LISTEN_HOST is {host}, which cannot be found. Use an address of this machine, 0.0.0.0 for all of them, or 127.0.0.1 for this machine only.',
  'port.other': 'Furrow cannot listen on {host}, port {port} ({code}). Change PORT or LISTEN_HOST.',

  'secret.missing':
    'AUTH_SECRET is missing: set it beside DATABASE_URL, the same for every server, e.g. to the output of: openssl rand -base64 32',
  'secret.keep':
    'Put it back from a copy of DATA_DIR: with another secret, everyone must sign in again and the audit log can only be verified with the former one.',
  'secret.short': '{file} has fewer than {count, number} characters.',
  'secret.needed-to-verify':
    'The secret is missing, and the audit log cannot be verified without it. Set AUTH_SECRET to it.',
  'secret.needed-to-verify-file':
    'The secret is missing, and the audit log cannot be verified without it. Put it back into {file}, or set AUTH_SECRET to it.',
  'secret.needed-to-seal':
    'The secret is missing, and nothing can be added to the audit log without it. Set AUTH_SECRET to it.',
  'secret.needed-to-seal-file':
    'The secret is missing, and nothing can be added to the audit log without it. Put it back into {file}, or set AUTH_SECRET to it.',
  'secret.unreadable': '--secret-file {file} cannot be read ({code}). Name the file that holds the secret.',
  'secret.empty': '--secret-file {file} is empty. Name the file that holds the secret.',
  'secret.other':
    '--secret-file {file} has fewer than {count, number} characters, so it does not hold the secret. Name the file that does.',

  'sandbox.configured':
    '{url}, with invented data, because SANDBOX=1 is set (to connect real sources, see README.md)',
  'sandbox.no-source':
    '{url}, with invented data, because no source is configured (to connect one, see README.md)',
  'sandbox.alone': 'Sandbox on {url}',
  'sandbox.port': `Port {port} of the sandbox is in use by another Furrow command or another program. Wait until it ends, or change "port" in sandbox.json in DATA_DIR.`,
  'sandbox.damaged': '{file} is damaged.',
  'sandbox.keep':
    'Put it back from a copy of DATA_DIR, or use a new DATA_DIR: a new sandbox invents other data.',

  'fault.unexpected': 'Unexpected error.\n{stack}',
  'fix.busy': 'Try again in a moment.',
  'fix.unreachable': 'Check that it is running and not overloaded, then try again.',
  'fix.read_only': 'End that mode, or name the primary in DATABASE_URL.',
  'fix.full': 'Free some space there.',
  'file.unnamed': 'A file',
  'file.EACCES': '{file} cannot be read or written by this user. Change its permissions.',
  'file.EISDIR': '{file} is a folder, but must be a file. Move the folder away.',
  'file.EDQUOT': '{file} cannot be written: the disk quota of this user is used up. Free some space.',
  'file.ENOSPC': '{file} cannot be written: the disk is full. Free some space.',
  'file.ENOTDIR': '{file} cannot be used: a part of its path is a file. Move that file away.',
  'file.EPERM': '{file} cannot be changed by this user. Change its permissions.',
  'file.EROFS': '{file} cannot be written: the disk is read-only. Use a folder on another disk.',
} as const
