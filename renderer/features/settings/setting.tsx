import type { ReactNode } from 'react'
import { type SettingId, settingElementId, settingOf } from './settings-index.ts'

interface SettingProps {
  readonly id: SettingId
  /** At the end of the line: what sets it. */
  readonly control?: ReactNode
  /** Below it, over the whole width. */
  readonly children?: ReactNode
}

/** A setting: its name, what it does, and what sets it. The search comes here, so it can take the focus. */
export function Setting({ id, control, children }: SettingProps) {
  const { title, text } = settingOf(id)
  const element = settingElementId(id)
  return (
    <section id={element} className="setting" tabIndex={-1} aria-labelledby={`${element}-title`}>
      <div className="setting-line">
        <div className="grow">
          <h3 id={`${element}-title`} className="setting-title">
            {title}
          </h3>
          <p id={`${element}-text`} className="setting-text">
            {text}
          </p>
        </div>
        {control === undefined ? null : <div className="setting-control">{control}</div>}
      </div>
      {children}
    </section>
  )
}
