import { useEffect, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { useWords } from '#components/ui/words.tsx'
import { type Waiting, waitForServer } from '#lib/api/wait-for-server.ts'

export type WaitingProps = { firstPauseSeconds: number }

/** Shows when the server is asked again, and reloads the page once the server is ready. */
export default function WaitingForServer({ firstPauseSeconds }: WaitingProps) {
  const t = useWords('faults')
  // Empty before scripts run, because nothing is retried without them.
  const [waiting, setWaiting] = useState<Waiting | null>(null)
  const [tryNow, setTryNow] = useState<() => void>()
  useEffect(() => {
    const onReady = () => window.location.reload()
    const wait = waitForServer({ firstPauseSeconds, onChange: setWaiting, onReady })
    setTryNow(() => wait.tryNow)
    return wait.stop
  }, [firstPauseSeconds])
  const isBusy = waiting?.step === 'try' || waiting?.step === 'ready'
  return (
    <>
      <p className="mt-3 flex min-h-5 items-center gap-1.5 text-soft">
        {isBusy ? <Icon name="refresh" size={14} className="motion-safe:animate-spin" /> : null}
        <span role="status">{waiting ? t(`wait.${waiting.step}`) : null}</span>
        {waiting?.step === 'pause' ? (
          <span aria-hidden="true">{t('wait.in', { seconds: waiting.seconds })}</span>
        ) : null}
      </p>
      <Button className="mt-3" onClick={tryNow} disabled={isBusy || !tryNow}>
        {t('wait.now')}
      </Button>
    </>
  )
}
