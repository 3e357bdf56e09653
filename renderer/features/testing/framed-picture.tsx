import { useEffect, useRef, useState } from 'react'
import type { Region } from '#contracts/visual-diff.ts'

interface FramedPictureProps {
  readonly src: string
  readonly alt: string
  /** Drawn around what differs. */
  readonly regions: readonly Region[]
  readonly chosen: Chosen | null
  /** At another one the chosen region is scrolled to again. */
  readonly isActualSize: boolean
}

/** The place of a region in its list; a new object each time that it is chosen. */
export interface Chosen {
  readonly index: number
}

/** A picture with a frame around each region, and a stronger one around the chosen, which is scrolled to. */
export function FramedPicture({ src, alt, regions, chosen, isActualSize }: FramedPictureProps) {
  const [size, setSize] = useState<{ readonly width: number; readonly height: number } | null>(null)
  const frame = useRef<HTMLSpanElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the other size moves it
  useEffect(() => {
    if (chosen !== null && size !== null && frame.current !== null) scrollTo(frame.current)
  }, [chosen, size, isActualSize])
  return (
    <span className="framed">
      <img
        className="picture"
        src={src}
        alt={alt}
        onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => setSize({ width, height })}
      />
      {size === null
        ? null
        : regions.map(({ box }, index) => (
            <span
              key={`${box.x} ${box.y} ${box.width} ${box.height}`}
              ref={index === chosen?.index ? frame : undefined}
              className={`picture-frame ${index === chosen?.index ? 'is-chosen' : ''}`}
              style={{
                left: `${(box.x / size.width) * 100}%`,
                top: `${(box.y / size.height) * 100}%`,
                width: `${(box.width / size.width) * 100}%`,
                height: `${(box.height / size.height) * 100}%`,
              }}
              aria-hidden
            />
          ))}
    </span>
  )
}

/** In the middle of its own pane; the page moves only as far as the pane is out of sight. */
function scrollTo(frame: HTMLElement): void {
  const pane = frame.closest('.picture-pane')
  if (pane === null) return
  const [inner, outer] = [frame.getBoundingClientRect(), pane.getBoundingClientRect()]
  pane.scrollBy({
    left: inner.left + inner.width / 2 - outer.left - outer.width / 2,
    top: inner.top + inner.height / 2 - outer.top - outer.height / 2,
  })
  pane.scrollIntoView({ block: 'nearest' })
}
