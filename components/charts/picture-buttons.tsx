import { type RefObject, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { useIsMisread } from '#components/ui/misread.ts'
import { useWords } from '#components/ui/words.tsx'
import type { Picture } from './save-picture.ts'

type PictureButtonsProps = { section: RefObject<HTMLElement | null>; picture: () => Picture; what: string }

/** Saves a chart as a picture; the code that draws it is loaded on click. */
export function PictureButtons({ section, picture, what }: PictureButtonsProps) {
  const t = useWords('figures')
  const [hasFailed, setHasFailed] = useState(false)
  const isMisread = useIsMisread()
  if (isMisread) return null
  async function save(format: 'svg' | 'png'): Promise<void> {
    setHasFailed(false)
    try {
      const { savePicture } = await import('./save-picture.ts')
      if (section.current) await savePicture(section.current, picture(), format)
    } catch {
      setHasFailed(true)
    }
  }
  return (
    <>
      {hasFailed ? (
        <span role="alert" className="text-bad text-sm">
          {t('chart.picture-failed')}
        </span>
      ) : null}
      {(['png', 'svg'] as const).map((format) => (
        <Button
          key={format}
          variant="quiet"
          size="sm"
          onClick={() => void save(format)}
          aria-label={t('chart.picture', { what, format: format.toUpperCase() })}
        >
          {format.toUpperCase()}
        </Button>
      ))}
    </>
  )
}
