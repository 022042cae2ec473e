/** Texts of the commands for backups, the audit log, people and single sync passes. */
export const commands = {
  'backup.usage': `Usage: npm run backup -- FILE   writes the whole database to FILE, which must not exist yet; Furrow can keep running

FILE holds the sources' records, people and the hashes of their passwords: keep it as safe as the database.
It does not hold the secret (AUTH_SECRET, or the file "secret" in DATA_DIR): keep a copy of that in another place.
Exit code: 0 written; 1 failed, and there is no file; 130 stopped. To check a file: npm run restore -- --check FILE`,
  'backup.written': '{file} was written and verified; only you can read it',
  'backup.left-out': "left out: the table {table}, which is not Furrow's",
  'backup.no-secret': `the secret ({place}): keep a copy of it in another place.
Without it, sessions end and the audit log cannot be verified after a restore
the settings (.env), with the keys of the sources, and audit-anchors/ in DATA_DIR`,
  'backup.no-secret-missing': `the secret, which is missing from {file} as well: keep a copy of it in another place.
Without it, sessions end and the audit log cannot be verified after a restore
the settings (.env), with the keys of the sources, and audit-anchors/ in DATA_DIR`,
  'backup.no-secret-servers': `the secret (AUTH_SECRET of the servers): keep a copy of it in another place.
Without it, sessions end and the audit log cannot be verified after a restore
the settings (.env), with the keys of the sources, and audit-anchors/ in DATA_DIR`,
  'backup.no-secret-former': `the secret that sealed the audit log, which is not the one in {place}: keep a copy of it in another place.
Without it, sessions end and the audit log cannot be verified after a restore
the settings (.env), with the keys of the sources, and audit-anchors/ in DATA_DIR`,

  'copy.rows': '{percent}  {table}, {rows, plural, one {# row} other {# rows}}',
  'copy.total':
    '{rows, plural, one {# row} other {# rows}} of {tables, plural, one {# table} other {# tables}}',
  'copy.contents':
    "{rows, plural, one {# row} other {# rows}} of {tables, plural, one {# table} other {# tables}}: {data, select, sandbox {the sandbox's invented data} real {data of real sources} other {no data of any source}}; made {time} UTC by {maker, select, known {Furrow {release}} other {an earlier Furrow}}, {age, select, known {schema {schema}} other {schema {schema}, newer than this release}}",
  'copy.stopped': 'Stopped; nothing was changed.',
  'file.EEXIST': '{file} exists already, or another backup writes it. Choose another name.',
  'file.ENOENT': '{file} cannot be found, or its folder does not exist. Correct the path.',
  'file.EISDIR': '{file} is a folder. Name a file.',

  'restore.usage': `Usage: npm run restore -- FILE [options]   fills an empty database (a new DATA_DIR, or DATABASE_URL) from a backup
       npm run restore -- --check FILE     checks the whole file and says what it holds; opens no database

  --secret-file FILE  the secret that the backup was made with; saved to DATA_DIR if none is set
  --other-secret      restore although another secret is set here: sessions end, and the restored audit log can
                      only be verified with the former secret (npm run audit:verify -- --old-secret-file FILE)

Exit code: 0 restored, or the file is intact; 1 failed, and the database is still empty; 2 restored, but the audit log
in it was tampered with; 3 restored, but saving the secret or verifying the audit log failed; 130 stopped, and the database is still empty.`,
  'restore.intact': '{file} is intact: every count and checksum matches',
  'restore.later-failed': 'Restored, but a later step failed: {reason}',
  'restore.secret-not-needed': 'not needed: nothing in the file is sealed with it',
  'restore.secret-not-in-file':
    'not in the file; its audit log is sealed with the secret that was set when the backup was made',
  'restore.secret-missing': `missing: the backup was made with a secret that the file does not hold. Without it, sessions end
and the restored audit log cannot be verified. Provide it with --secret-file FILE`,
  'restore.secret-right': '{place} is the one that sealed the audit log of this backup',
  'restore.secret-other': '{place} is not the secret of this backup: sessions end (--other-secret)',
  'restore.secret-refused':
    'The secret in {place} is not the one that this backup was made with. Provide the right one (AUTH_SECRET, or --secret-file FILE), or continue without it: --other-secret',
  'restore.two-secrets':
    '{place} holds a different secret than --secret-file, and Furrow would start with that one. Remove it first.',
  'restore.set-secret': 'Set AUTH_SECRET to the secret in {place} before you start Furrow',
  'restore.kept-secret': 'The secret was saved to {file}',
  'restore.next-secret': 'set AUTH_SECRET to the secret of the backup',
  'restore.next-secret-file': 'put the secret of the backup into {file}, or AUTH_SECRET',
  'restore.next-sources': 'configure the sources as before (.env); without them Furrow shows the sandbox',
  'restore.next-start': 'npm start',
  'restore.next-start-in': 'npm start with DATA_DIR={folder}',
  'restore.next-then': 'then {step}',

  'restored-log.empty': 'is empty',
  'restored-log.no-secret': 'not verified: that needs the secret that it was sealed with',
  'restored-log.broken': 'NOT INTACT: event {sequence}: {fault}: {detail}',
  'restored-log.verified':
    '{verified, plural, one {# event verified} other {all # events verified}}; the log ends at {sequence} {hash}',
  'restored-log.verified-from':
    'from event {from} on, where the secret was changed, {verified, plural, one {# event verified} other {all # events verified}}; the log ends at {sequence} {hash}',
  'restored-log.anchors': `{file} lists events up to {sequence}, recorded after this backup:
npm run audit:verify will report "truncated". If that is intended, move the file away (docs/audit.md)`,

  'verify.usage': `Usage: npm run audit:verify -- [options]   checks that nothing in the audit log was changed or removed

Exit code: 0 every event is verified; 1 the log was tampered with, or an older secret is needed; 2 the log could not be verified; 130 stopped.

  --old-secret-file FILE  an AUTH_SECRET used before the current one; repeat it for several, the oldest first
  --log FILE              saved log lines of Furrow; the audit log must contain every chain end in them`,
  'verify.unreadable': '{file} cannot be read. Correct the path.',
  'verify.no-log': 'This database has no audit log yet. Start Furrow once first.',
  'verify.ends': '{ends, plural, one {# chain end} other {# chain ends}} recorded in {file}',
  'verify.ends-and-log':
    '{ends, plural, one {# chain end} other {# chain ends}} recorded in {file} and {log}',
  'verify.progress': '{verified, number} events verified',
  'verify.older': 'events up to {sequence} are sealed with an older secret',
  'verify.empty': 'all {verified, number} events verified ({seconds} s)',
  'verify.intact':
    '{verified, plural, one {# event verified} other {all # events verified}} ({seconds} s); the chain ends at {sequence} {hash}',
  'verify.broken': 'event {sequence}: {fault} ({seconds} s): {detail}',
  'verify.before':
    '{verified, plural, one {# event before it is verified} other {# events before it are verified}}',
  'verify.before-to':
    '{verified, plural, one {# event before it is verified} other {# events before it are verified}}, up to {sequence} {hash}',
  'verify.forged': 'If AUTH_SECRET was changed, provide the previous one with --old-secret-file.',

  'people.usage': `Usage: npm run people -- reset-link EMAIL   prints a link for choosing a new password

The account must exist and be enabled. The link works once, for 24 hours; an earlier link stops working.
Exit code: 0 the link was printed; 1 failed.`,
  'people.none': 'This database has no people yet. Start Furrow once first.',
  'people.link': `{name}: {link}

It works once, until {time} UTC.`,

  'sync.usage': `Usage: npm run sync -- --once [options]   reads once what is due

Exit code: 0 every week is complete; 1 some are not, or a source is paused; 2 the pass could not run, or had
nothing to read; 130 stopped.

  --source NAME        only this source: {sources}
  --from DAY --to DAY  only weeks with these days (YYYY-MM-DD), whether due or not
  --accept-gone        confirm that rows which disappeared in large numbers are really gone
  --adopt              confirm that the configured addresses (with --source: that one) serve the same data as before;
                       works without --once, too`,
  'sync.nothing-asked': 'Nothing to do. Add --once, --adopt or both.',
  'sync.accept-needs-once': '--accept-gone works only with --once. Add --once.',
  'sync.days-reversed': '--from must not be after --to',
  'sync.unknown-source': '--source must be one of {sources}',
  'sync.bad-day': '--{option} must be a day as YYYY-MM-DD',
  'sync.calls-not-kept': 'this pass’s calls could not be recorded',
  'sync.adopted': 'the configured addresses are adopted: they serve the same data as before',
  'sync.adopted-one': 'the configured address of {source} is adopted: it serves the same data as before',
  'sync.confirmed':
    '{count, plural, one {# held back disappearance is} other {# held back disappearances are}} confirmed',
  'sync.paused': '{source} is paused and was not read. Resume it on the Sources page.',
  'sync.progress': '{done, number} of {total, number} weeks',
  'sync.column.list': 'list',
  'sync.column.weeks': 'weeks',
  'sync.column.complete': 'complete',
  'sync.column.partial': 'partial',
  'sync.column.failed': 'failed',
  'sync.column.never_read': 'unread',
  'sync.reason-week': '{source}: {reason} (week of {day})',
  'sync.reason-weeks': '{source}: {reason} ({weeks, number} weeks)',
  'sync.more-reasons': '{count, plural, one {and # more reason} other {and # more reasons}}',
  'sync.complete': 'Every week of every list is complete ({seconds} s).',
  'sync.incomplete':
    '{open, number} of {weeks, number} weeks, counted for each list, are not complete ({seconds} s).',
  'sync.not-everything': 'Not everything was read ({seconds} s).',
  'sync.no-source':
    'No source is connected, so there is nothing to read. Configure one in .env (see README.md).',
  'sync.no-week-from': 'No week has days from {from} on. Furrow reads from {first}; SYNC_FROM sets that day.',
  'sync.no-week-to': 'No week has days up to {to}. Furrow reads from {first}; SYNC_FROM sets that day.',
  'sync.no-week-between':
    'No week has days from {from} to {to}. Furrow reads from {first}; SYNC_FROM sets that day.',

  'origin.other': 'This database mirrors another origin:',
  'origin.change': '{source}: mirrored from {former}, now configured as {origin}',
  'origin.fix-for-sandbox':
    'Configure the sources as before (.env or the environment, without SANDBOX=1); or, for the sandbox, use a new DATA_DIR or database.',
  'origin.fix-of-sandbox':
    'It holds the invented data of a sandbox. Use a new DATA_DIR or database for the sources.',
  'origin.fix':
    'Use a new DATA_DIR or database for the new origin; or, if it is the same data at a new address, run: npm run sync -- --adopt',
  'origin.replaced': '{source} is read from {origin}; nothing had been read from {former}.',
  'restore.half': 'The rows are restored, but their roles and indexes are not set up: npm start does that.',
  'restore.newer': 'The backup was made by a newer Furrow. Restore it with that release, or a later one.',
  'restore.older':
    'The database has a newer schema than the backup. Restore into an empty one: a new DATA_DIR, or a new database in DATABASE_URL.',
  'restore.not-empty':
    'The database is not empty ({table} has rows). Restore into an empty one: a new DATA_DIR, or a new database in DATABASE_URL.',
  'damaged.row':
    'The backup is damaged: PostgreSQL refused a row of {table} ({message}). Use another copy of it.',
  'damaged.day':
    'A day in the rows of {table} cannot be read: the database that was backed up wrote days in another order (DateStyle). Make the backup again with this release.',
  'backup.of-file': '{file}: {message}',
  'backup.exists': '{file} exists already. Choose another name.',
  'backup.no-right':
    'The role in DATABASE_URL may not read the whole database ({message}). Use the role that Furrow runs with.',
  'backup.nothing': 'This database holds nothing of Furrow yet: start Furrow once first.',
  'backup.other-release':
    'This database has the schema of another release of Furrow. Back it up with that release.',
  'damaged.reference': 'The backup is damaged: a row of {table} belongs to one that is not in it. {detail}',
  'damaged.no-backup': 'This file is not a backup of Furrow, or it is damaged.',
  'damaged.cut-short': 'The backup is cut short: its end is missing. Use another copy of it.',
  'damaged.unreadable': 'The backup is damaged: one of its records cannot be read.',
  'backup.folder': 'This is a folder. Name a file.',
  'damaged.checksum': 'The backup is damaged: the rows of {table} do not match their checksum.',
  'damaged.place': 'The backup is damaged: it has rows in an unexpected place.',
  'damaged.other-release': 'This file is not a backup that this release of Furrow can read.',
  'damaged.record': 'The backup is damaged: one of its records is invalid.',

  'note.paused': '{source} is paused and is not read.',
  'note.resumed': '{source} is no longer paused and is read again.',
  'note.other-settings':
    'Another process reads {source} into this database with other settings (currencies, funding sources, label or time zone). Nothing is read here until the other one stops, or has the same settings.',
  'note.not-compared':
    'The totals of {source} {list, select, invoices {invoices} other {billing periods}} could not be compared with their rows: {reason} The next round tries again.',
  'note.recalculated':
    'The totals of {days, plural, one {# day} other {# days}} of {source} {list, select, invoices {invoices} other {billing periods}} did not match their rows and were recalculated.',
  'note.stopped': 'Reading the sources stopped: {reason} Furrow keeps retrying.',
  'note.continued': 'Reading the sources resumed.',
  'note.not-applied': 'A week could not be stored: {reason}',
  'note.database-away': 'PostgreSQL does not answer; waiting for it.',
  'note.database-away-why': 'PostgreSQL does not answer ({reason}); waiting for it.',
  'note.database-unusable': 'PostgreSQL cannot be used ({reason}); waiting for it.',
  'note.database-again': 'PostgreSQL answers again.',
} as const
