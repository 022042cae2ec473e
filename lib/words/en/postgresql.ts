/** Texts about PostgreSQL that commands print: why it cannot be used, and what to do. */
export const postgresql = {
  embedded: 'embedded, data in {folder}',
  'embedded-running': 'embedded, data in {folder} (it was running)',
  'left-running': 'keeps running for process {pid}, which stops it on exit',
  'change.stopped': 'stopped unexpectedly; restarting it',
  'change.running-again': 'is running again',
  'change.not-restarted': 'could not be restarted yet: {reason}',

  'address.several-hosts':
    'DATABASE_URL names several hosts, but Furrow connects to one. Name the primary, or one address that follows it.',
  'address.unreadable':
    'DATABASE_URL is not a valid address. Percent-encode special characters in the user, password and database: @ as %40, # as %23, / as %2F, % as %25.',
  'address.user': 'the user',
  'address.not-found':
    'DATABASE_URL names the host {host}, which cannot be found. Correct it, or unset DATABASE_URL to use the embedded PostgreSQL.',
  'address.certificate-file':
    'DATABASE_URL names a file that cannot be read ({message}). Correct its sslrootcert, sslcert or sslkey.',
  'too-old':
    'DATABASE_URL names a PostgreSQL older than 15. Use 15 or newer, or unset DATABASE_URL to use the embedded PostgreSQL.',

  'connect.silent':
    'PostgreSQL at {address} does not answer (DATABASE_URL). Start it, correct DATABASE_URL, or unset DATABASE_URL to use the embedded PostgreSQL.',
  'connect.silent-why':
    'PostgreSQL at {address} does not answer (DATABASE_URL: {message}). Start it, correct DATABASE_URL, or unset DATABASE_URL to use the embedded PostgreSQL.',
  'connect.nothing-listens':
    'PostgreSQL at {address} does not answer: nothing listens there (DATABASE_URL). Start it, correct DATABASE_URL, or unset DATABASE_URL to use the embedded PostgreSQL.',
  'connect.no-tls':
    'PostgreSQL at {address} does not support TLS, which DATABASE_URL requires. Turn it on there, or remove sslmode from DATABASE_URL.',
  'connect.tls-alone':
    'PostgreSQL at {address} accepts this user over TLS only. Add ?sslmode=verify-full to DATABASE_URL.',
  'connect.certificate':
    'PostgreSQL at {address} has a certificate that cannot be verified ({message}). Name the authority that issued it: add sslrootcert=/path/to/ca.pem to DATABASE_URL.',
  'connect.not-from-here':
    'PostgreSQL at {address} accepts no connections from this machine ({message}). Add a line for it to pg_hba.conf.',
  'connect.user':
    'PostgreSQL at {address} refused the user or password in DATABASE_URL. Correct DATABASE_URL.',
  'connect.no-database':
    'PostgreSQL at {address} has no database "{database}". Create it (createdb {database}) or correct DATABASE_URL.',
  'connect.no-right':
    'PostgreSQL at {address}: {user} may not connect to the database "{database}". Run there: grant connect on database "{database}" to "{user}"',
  'connect.full':
    'PostgreSQL at {address} has no free connections ({message}). Furrow needs about 20: raise max_connections, or the limit of the role or database.',
  'connect.slow':
    'PostgreSQL at {address} accepted the connection, but answered no statement within {seconds, number} s. If it is a pooler, allow Furrow about 20 sessions there; if it is PostgreSQL, find out why it is slow.',
  'connect.starting': 'PostgreSQL at {address} is starting or stopping ({message}). Try again in a moment.',
  'connect.pooler':
    'The pooler at {address} refuses a parameter of DATABASE_URL ({message}). Remove the parameter.',

  'setup.no-right':
    'PostgreSQL at {address}: {user} may not set up the tables ({message}). Run there as the owner: grant create on database "{database}" to "{user}"; grant create on schema public to "{user}"',
  'setup.read-only':
    'PostgreSQL at {address} is read-only: it is a standby, or default_transaction_read_only is on. Name the primary in DATABASE_URL, or turn that setting off.',
  'setup.full': 'PostgreSQL at {address} has no disk space left. Free some space there.',
  'setup.in-use':
    'PostgreSQL at {address}: the tables could not be set up because they are in use ({message}). Start again in a moment.',
  'setup.no-schema':
    'PostgreSQL at {address}: the database "{database}" has no schema public. Run there: create schema public authorization "{user}"',
  'setup.name-taken':
    'PostgreSQL at {address}: the database "{database}" already uses a name that Furrow needs ({message}). Create a database for Furrow only, and name it in DATABASE_URL.',
  'setup.other': 'PostgreSQL at {address} could not set up the tables: {message} ({code}).',

  'pooler.shared':
    'DATABASE_URL names a pooler that shares sessions between connections. Furrow needs a separate session for each connection: set the pooler to session mode (PgBouncer: pool_mode = session), or name PostgreSQL itself in DATABASE_URL.',
  'pooler.few':
    'DATABASE_URL names a pooler that gave fewer than {count, number} connections a session within {seconds, number} s. Furrow needs a separate session for each connection: set the pooler to session mode (PgBouncer: pool_mode = session), or name PostgreSQL itself in DATABASE_URL.',
  'pooler.statement':
    'DATABASE_URL names a pooler in statement mode. Furrow needs a separate session for each connection: set the pooler to session mode (PgBouncer: pool_mode = session), or name PostgreSQL itself in DATABASE_URL.',
  'schema.newer':
    'This database has the schema of a newer release of Furrow ({schema}; this release knows {known}). Start that release, or restore a backup made with this one into an empty database.',
  'schema.older':
    'This database has the schema of an older release of Furrow. Start this release once with npm start, which upgrades the database.',
  'schema.other-program':
    'Another program keeps its migrations in this database (drizzle.__drizzle_migrations), and Furrow needs that place. Create a database for Furrow alone, and name it in DATABASE_URL.',
  'schema.encoding':
    'The database "{name}" stores text as {encoding}, which cannot hold every name of the sources. Create one in UTF-8 (createdb --encoding=UTF8 --template=template0 NAME), and name it in DATABASE_URL.',
  'role.unknown': 'the connecting role',
  'role.web':
    "The web server would not start: its role {name} {right, select, superuser {is a superuser} other {has BYPASSRLS}}, so that nobody''s scope would hold. Run: alter role {name} nosuperuser nobypassrls",
  'role.other':
    "The web server would not start: it would work as {name}, which {right, select, superuser {is a superuser} other {has BYPASSRLS}}, so that nobody''s scope would hold, and it may not take the role {web}. As a superuser run: create role {web} nologin; grant {web} to {name}. Or name a role without these rights in DATABASE_URL.",
  'password.keep':
    'It holds the password of the database in {folder}. Put it back from a copy of DATA_DIR, or move the database away to begin a new one.',
  'password.missing':
    '{file} is missing: it holds the password of the database in {folder}. Put it back from a copy of DATA_DIR, or move the database away to begin a new one.',
  'password.damaged':
    '{file} is damaged: it holds the password of the database in {folder}. Put it back from a copy of DATA_DIR, or move the database away to begin a new one.',
  'password.copy':
    '{folder} is a copy of {original}, and the data in {data} belongs to that folder. Copy an installation with npm run backup and npm run restore.',
  'program.failed': '{program} failed:\n{output}',
  'data.foreign':
    '{folder} holds no database, but {found}. Empty the folder, put the whole database back, or set another DATA_DIR.',
  'data.full': '{folder} cannot hold a new database: its disk is full. Make room, or set another DATA_DIR.',
  'data.other-major':
    'The data in {folder} belongs to PostgreSQL {major}; this Furrow embeds {own}. Start with the Furrow that made it, or set another DATA_DIR (the data is read again from the sources).',
  'data.not-started':
    'PostgreSQL did not start in {folder}.\n{output}\nRepair what it says, or set DATABASE_URL to another PostgreSQL.',
  'password.other':
    '{file} holds another password than the database beside it. Put it back from a copy of DATA_DIR.',
  'program.none':
    'There is no embedded PostgreSQL for {platform} (package {name} is not installed). Set DATABASE_URL to a PostgreSQL 15 or newer, e.g. postgres://furrow:secret@localhost:5432/furrow',

  'fault.busy': 'PostgreSQL is too busy.',
  'fault.unreachable': 'PostgreSQL does not answer.',
  'fault.read_only': 'PostgreSQL takes no writes: it is in read-only mode.',
  'fault.full': 'PostgreSQL has no disk space left.',
  'fault.other_release':
    'The database has the schema of another release of Furrow. Stop this one and start that release.',
  'fault.statement': 'A statement failed ({code}).',
  'fault.no-code': 'no code',
} as const
