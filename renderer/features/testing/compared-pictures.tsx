import { useId, useState } from 'react'
import type { Region } from '#contracts/visual-diff.ts'
import { t } from '../../i18n/t.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { type Chosen, FramedPicture } from './framed-picture.tsx'
import './compared-pictures.css'

const WAYS = [
  { value: 'beside', text: t('Side by side') },
  { value: 'swipe', text: t('Swipe') },
  { value: 'blink', text: t('Blink') },
] as const
type Way = (typeof WAYS)[number]['value']

interface ComparedPicturesProps {
  readonly name: string
  /** Addresses for images. */
  readonly approved: string | null
  readonly taken: string
  readonly regions: readonly Region[]
}

/** The approved picture and the new one: side by side, one over the other, or in turns; and what differs, in words that lead to the place. */
export function ComparedPictures({ name, approved, taken, regions }: ComparedPicturesProps) {
  const [way, setWay] = useState<Way>('beside')
  const [isActualSize, setActualSize] = useState(false)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const group = useId()
  return (
    <figure className={`compared ${isActualSize ? 'is-actual-size' : ''}`}>
      <figcaption className="row row-wrap spread">
        <bdi className="mono small">{name}</bdi>
        <span className="row row-wrap">
          <label className="row small">
            <input type="checkbox" checked={isActualSize} onChange={(event) => setActualSize(event.target.checked)} />
            {t('Actual size')}
          </label>
          {approved === null ? (
            <span className="small muted">{t('There is no approved picture yet.')}</span>
          ) : (
            <fieldset className="spans">
              <legend className="visually-hidden">{t('How the pictures of {name} are compared', { name })}</legend>
              {WAYS.map(({ value, text }) => (
                <label key={value} className="span-choice">
                  <input type="radio" className="covers-label" name={group} checked={way === value} onChange={() => setWay(value)} />
                  {text}
                </label>
              ))}
            </fieldset>
          )}
        </span>
      </figcaption>
      <RegionList regions={regions} chosen={chosen} onChoose={setChosen} />
      {approved === null ? (
        <ScrollRegion className="picture-pane" label={t('The new picture of {name}', { name })}>
          <FramedPicture
            src={taken}
            alt={t('The new picture of {name}', { name })}
            regions={[]}
            chosen={null}
            isActualSize={isActualSize}
          />
        </ScrollRegion>
      ) : (
        <Both way={way} name={name} approved={approved} taken={taken} regions={regions} chosen={chosen} isActualSize={isActualSize} />
      )}
    </figure>
  )
}

interface RegionListProps {
  readonly regions: readonly Region[]
  readonly chosen: Chosen | null
  readonly onChoose: (chosen: Chosen) => void
}

/** What differs, region by region; a press frames it in the picture and brings it into sight. */
export function RegionList({ regions, chosen, onChoose }: RegionListProps) {
  if (regions.length === 0) return null
  return (
    <ol className="plain-list region-list" aria-label={t('What differs')}>
      {regions.map(({ box, words }, index) => (
        <li key={`${box.x} ${box.y} ${box.width} ${box.height}`}>
          <button type="button" className="region-line" aria-pressed={index === chosen?.index} onClick={() => onChoose({ index })}>
            <span className="num muted">{index + 1}</span>
            <bdi>{words}</bdi>
          </button>
        </li>
      ))}
    </ol>
  )
}

interface BothProps {
  readonly way: Way
  readonly name: string
  readonly approved: string
  readonly taken: string
  readonly regions: readonly Region[]
  readonly chosen: Chosen | null
  readonly isActualSize: boolean
}

function Both({ way, name, approved, taken, regions, chosen, isActualSize }: BothProps) {
  const [share, setShare] = useState(50)
  const [isNew, setNew] = useState(true)
  const approvedName = t('The approved picture of {name}', { name })
  const takenName = t('The new picture of {name}', { name })
  const before = <FramedPicture src={approved} alt={approvedName} regions={regions} chosen={chosen} isActualSize={isActualSize} />
  const after = <FramedPicture src={taken} alt={takenName} regions={regions} chosen={chosen} isActualSize={isActualSize} />
  switch (way) {
    case 'beside':
      return (
        <div className="picture-pair">
          <div>
            <p className="small muted">{t('Approved')}</p>
            <ScrollRegion className="picture-pane" label={approvedName}>
              {before}
            </ScrollRegion>
          </div>
          <div>
            <p className="small muted">{t('Now')}</p>
            <ScrollRegion className="picture-pane" label={takenName}>
              {after}
            </ScrollRegion>
          </div>
        </div>
      )
    case 'swipe':
      return (
        <div className="stack">
          <ScrollRegion className="picture-pane" label={takenName}>
            <div className="picture-stack">
              {before}
              <div className="picture-over" style={{ clipPath: `inset(0 0 0 ${share}%)` }}>
                {after}
              </div>
            </div>
          </ScrollRegion>
          <input
            type="range"
            min={0}
            max={100}
            value={share}
            aria-label={t('How much of the approved picture is seen')}
            onChange={(event) => setShare(Number(event.target.value))}
          />
        </div>
      )
    case 'blink':
      return (
        <div className="stack">
          <button type="button" className="picture-blink picture-pane" aria-pressed={isNew} onClick={() => setNew(!isNew)}>
            {isNew ? after : before}
            <span className="small">{isNew ? t('New. Press for the approved one.') : t('Approved. Press for the new one.')}</span>
          </button>
        </div>
      )
  }
}
