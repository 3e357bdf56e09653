import { type ReactNode, useId } from 'react'

interface OptionCardProps {
  readonly group: string
  readonly checked: boolean
  readonly onChoose: () => void
  readonly icon: ReactNode
  readonly title: string
  readonly text: ReactNode
  /** What belongs to the choice once it is made. */
  readonly children?: ReactNode
}

/** One of a few choices that need a sentence each; a radio button in all but its looks. */
export function OptionCard({ group, checked, onChoose, icon, title, text, children }: OptionCardProps) {
  const textId = useId()
  return (
    <div className={checked ? 'option-card is-chosen' : 'option-card'}>
      <label className="option-label">
        <input type="radio" className="option-radio" name={group} checked={checked} aria-describedby={textId} onChange={onChoose} />
        {icon}
        <span className="option-title">{title}</span>
      </label>
      <p id={textId} className="small option-text">
        {text}
      </p>
      {checked ? children : null}
    </div>
  )
}
