/** Mistakes in settings, in `.env` and in DATA_DIR, which stop the start. They never tell a value. */
export const settings = {
  mistakes:
    '{count, plural, one {The configuration has a mistake:} other {The configuration has # mistakes:}}\n  {lines}',
  wrong: '{name} {what}',
  quoted: '{name} stands in quotes, which would be part of the value: remove them',
  placeholder: '{name} still has the value of .env.example: set your own',
  missing: '{name} is missing: set it beside {other}',
  'missing.app-url':
    'APP_URL is missing: LISTEN_HOST lets other machines in, so set the address they use, e.g. https://furrow.example.com',
  'missing.smtp-url': 'SMTP_URL is missing: set it beside MAIL_FROM, or remove that',
  'missing.payment-links-key':
    'PAYMENT_LINKS_API_KEY is missing: set it (or PAYMENT_LINKS_AUTH_HEADER) beside PAYMENT_LINKS_URL',
  'missing.client-invoices-url':
    'CLIENT_INVOICES_URL is missing: set it beside the client invoices credentials',
  'missing.client-invoices-key':
    'CLIENT_INVOICES_API_KEY is missing: set it, or CLIENT_INVOICES_TOKEN_URL, CLIENT_INVOICES_USERNAME and CLIENT_INVOICES_PASSWORD, beside CLIENT_INVOICES_URL',
  'missing.client-invoices-grant': '{name} is missing: the password grant needs it',
  future: 'SYNC_FROM must not be after today: nothing would be read',

  'must.address': 'must be an address such as {example}',
  'must.no-user': 'must have no user and no password in it',
  'must.no-query': 'must end before its "?" or "#"',
  'must.https': 'must be https; plain http is accepted for loopback addresses only',
  'must.key-alone': 'must be the key alone, without "Bearer"',
  'must.printable-key': 'must be printable ASCII without blanks: copy it again',
  'must.printable': 'must be printable ASCII: copy it again',
  'must.strings': 'must be a JSON array of at most {max, number} strings such as {example}',
  'must.port': 'must be a port number from 1 to 65535',
  'must.host': 'must be an address or a name without scheme and port, such as 0.0.0.0',
  'must.no-path': 'must have no path: Furrow needs its own host name, such as https://furrow.example.com',
  'must.public': 'must be the address that people use: 0.0.0.0 and :: only say where a server listens',
  'must.header': 'must be the name of one header, such as x-real-ip',
  'must.database-url': 'must be postgres://user:password@host:port/database',
  'must.secret': 'must have at least 32 characters, e.g. from: openssl rand -base64 32',
  'must.email': 'must be an e-mail address such as ada@example.com',
  'must.path': 'must be a path such as /reports/invoices',
  'must.currency': 'must be a currency code such as AUD',
  'must.hosts': 'must name hosts only, as host or host:port, e.g. ["files.example.com"]',
  'must.megabytes': 'must be a number of megabytes',
  'must.positive': 'must be more than 0',
  'must.megabytes-most': 'must be at most 1024',
  'must.day': 'must be a day as YYYY-MM-DD',
  'must.day-from': 'must be {day} or later',
  'must.seconds': 'must be a number of seconds',
  'must.seconds-least': 'must be at least 5 seconds',
  'must.seconds-most': 'must be at most 86400 seconds',
  'must.time-zone': 'must be an IANA time zone such as Africa/Lagos',
  'must.smtp-url': 'must be smtps://user:password@host:port, or smtp:// for STARTTLS',
  'must.mail-from': 'must be the e-mail address that mails come from, such as furrow@example.com',
  'must.sandbox': 'must be 1 or 0',
  'must.role': 'must be all, web or worker',

  'line.wrong': '.env line {line}: {what}',
  'line.repeated': '.env line {line}: {name} is set in line {first} already: remove one of the two',
  'line.no-assignment': '.env line {line}: is not read: it must be NAME=value',
  'line.open-quote': '.env line {line}: {name} opens a quote that nothing closes',
  'line.blank-hash':
    '.env line {line}: {name} is read as blank, for its value starts with "#": put the value in quotes',
  'line.cut-hash': '.env line {line}: {name} is cut at its "#": put the value in quotes',
  'line.cut-quote':
    '.env line {line}: {name} is cut at the second {quote}: use another kind of quote around the value',
  'line.typographic-start':
    '.env line {line}: {name} has a typographic quote ({quote}) at its start: use " or nothing instead',
  'line.typographic-end':
    '.env line {line}: {name} has a typographic quote ({quote}) at its end: use " or nothing instead',
  'name.unknown': '{name} is not read: no variable of Furrow has this name; .env.example lists them',
  'name.meant': '{name} is not read: use {meant} instead',

  'warning.plain-http':
    'APP_URL is plain http: others on the network can read passwords and figures. Put https in front of Furrow.',
  'warning.own-machine':
    'APP_URL names this machine, but LISTEN_HOST lets others in: they are refused (421) until APP_URL is the address they use.',
  'warning.other-port':
    'APP_URL has another port than PORT: links lead nowhere unless something passes that port on.',
  'warning.address-header':
    'TRUSTED_ADDRESS_HEADER is unset: everybody behind your proxy counts as one address in the limits and the audit log.',
  'warning.no-effect': '{name} has no effect beside {other}: remove one of the two.',
  'warning.token-url':
    'CLIENT_INVOICES_TOKEN_URL has no effect beside a ready token (CLIENT_INVOICES_API_KEY or …_AUTH_HEADER).',
  'warning.sandbox': 'SANDBOX=1 shows invented data: the sources that are configured are not read.',
  'warning.blank':
    '{names} {count, plural, one {is} other {are}} blank, which counts as unset: invented data is shown.',

  'folder.EEXIST':
    'DATA_DIR is {folder}, which is a file. Name a folder, or a place where Furrow may make one.',
  'folder.ENOTDIR':
    'DATA_DIR is {folder}, but a part of that path is a file. Name a folder, or a place where Furrow may make one.',
  'folder.EACCES':
    'DATA_DIR is {folder}, which this user may not write to. Name another folder, or give this user the right.',
  'folder.EROFS':
    'DATA_DIR is {folder}, which is on a read-only disk. Name a folder that Furrow may write to.',
  'folder.ENOSPC': 'DATA_DIR is {folder}, whose disk is full. Make room, or name a folder on another disk.',
  'folder.other': 'DATA_DIR is {folder}, which cannot be made there. Name a folder that Furrow may write to.',
  'file.folder': '{file} cannot be read: it is a folder. {advice}',
  'file.no-file': '{file} cannot be read: it is no ordinary file. {advice}',
  'file.no-right': '{file} cannot be read: this user may not read it. {advice}',
  'file.other': '{file} cannot be read: the system says {code}. {advice}',
  'file.link': '{file} cannot be read: it is a link to nothing. Remove the link, or fix its target.',
  'write.EACCES':
    '{file} cannot be written: this user may not write to its folder. Give this user the right.',
  'write.EROFS': '{file} cannot be written: its disk is read-only. Name a DATA_DIR that Furrow may write to.',
  'write.ENOSPC':
    '{file} cannot be written: its disk is full. Make room, or name a DATA_DIR on another disk.',
  'write.other': '{file} cannot be written ({code}). Name a DATA_DIR that Furrow may write to.',
} as const
