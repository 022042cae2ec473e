import net from 'node:net'

/** A received mail: the envelope, and the text as transmitted. */
export type ReceivedMail = { to: string[]; data: string }
export type SmtpServer = {
  url: string
  mails: ReceivedMail[]
  /** Refuses every recipient with this line from now on, e.g. '550 no such person'; null accepts them. */
  refuseWith(line: string | null): void
  close(): Promise<void>
}

/** Starts a mail server on loopback with just enough SMTP for a delivery. */
export async function startSmtp(): Promise<SmtpServer> {
  const mails: ReceivedMail[] = []
  let refusal: string | null = null
  const server = net.createServer((socket) => {
    let mail: ReceivedMail = { to: [], data: '' }
    let isData = false
    let rest = ''
    const say = (line: string) => socket.write(`${line}\r\n`)
    const hear = (line: string) => {
      if (isData) {
        if (line !== '.') {
          mail.data += `${line}\n`
          return
        }
        isData = false
        mails.push(mail)
        mail = { to: [], data: '' }
        return say('250 taken')
      }
      const verb = line.slice(0, 4).toUpperCase()
      if (verb === 'RCPT' && refusal !== null) return say(refusal)
      if (verb === 'RCPT') mail.to.push(/<(.*)>/.exec(line)?.[1] ?? '')
      if (verb === 'DATA') isData = true
      say(verb === 'DATA' ? '354 go on' : verb === 'QUIT' ? '221 bye' : '250 localhost')
      if (verb === 'QUIT') socket.end()
    }
    socket.on('error', () => {})
    socket.on('data', (part) => {
      const lines = (rest + part.toString('utf8')).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) hear(line)
    })
    say('220 localhost')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The mail server has no port')
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    mails,
    refuseWith: (line) => {
      refusal = line
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** Decodes the quoted-printable text of a received mail. */
export function mailText({ data }: ReceivedMail): string {
  const bytes = data
    .replace(/=\n/g, '')
    .replace(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
