/** Texts of the mails that Furrow sends. */
export const mail = {
  hello: 'Hello {name},',
  'invitation.subject': 'Your invitation to Furrow',
  'invitation.why': '{invitedBy} invites you to Furrow, which shows what was billed and what was collected.',
  'invitation.do': 'Choose your password here:',
  'invitation.rule': 'The link works once, until {day}. It is meant for you alone: do not pass it on.',
  'invitation.ignore': 'If you did not expect this mail, ignore it: without the link nothing happens.',
  'password.subject': 'A new password for Furrow',
  'password.forgotten': 'Somebody, probably you, forgot the password of your account at Furrow.',
  'password.made': '{madeBy} made you a link for a new password at Furrow.',
  'password.do': 'Choose a new password here:',
  'password.rule': 'The link works once, until {time} UTC. It is meant for you alone: do not pass it on.',
  'password.ignore':
    'If you did not expect this mail, ignore it: without the link your password stays as it is.',
  'request.subject': 'A request for access to Furrow',
  'request.why': '{name} ({organisation}, {email}) asks for access to Furrow.',
  'request.do': 'Approve or decline it here:',
} as const
