/** Texts of the mails that Furrow sends. */
export const mail = {
  hello: 'Hello {name},',
  'invitation.subject': 'Your invitation to Furrow',
  'invitation.why':
    '{invitedBy} has invited you to Furrow, which shows what was billed and what was collected.',
  'invitation.do': 'Choose your password here:',
  'invitation.rule':
    'The link works once and expires on {day}. It is for you only, so please don’t forward it.',
  'invitation.ignore': 'If you weren’t expecting this invitation, you can ignore this email.',
  'password.subject': 'Choose a new Furrow password',
  'password.forgotten': 'Someone, probably you, asked for a new password for your Furrow account.',
  'password.made': '{madeBy} has created a link for you to choose a new Furrow password.',
  'password.do': 'Choose a new password here:',
  'password.rule':
    'The link works once and expires on {day} at {time} UTC. It is for you only, so please don’t forward it.',
  'password.ignore':
    'If you weren’t expecting this, you can ignore this email. Your password stays the same.',
  'request.subject': 'Access request for Furrow',
  'request.why': '{name} ({organisation}, {email}) has requested access to Furrow.',
  'request.do': 'Approve or decline the request here:',
} as const
