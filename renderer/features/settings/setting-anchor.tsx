import type { ReactNode } from 'react'
import { type SettingId, settingElementId } from './settings-index.ts'

/** Where the search comes to for a setting that is a card of its own, with its own heading. */
export function SettingAnchor({ id, children }: { readonly id: SettingId; readonly children: ReactNode }) {
  return (
    <div id={settingElementId(id)} className="setting-anchor" tabIndex={-1}>
      {children}
    </div>
  )
}
