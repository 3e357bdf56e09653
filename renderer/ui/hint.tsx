import { Tooltip } from '@base-ui/react/tooltip'
import type { ReactElement } from 'react'

/** Shows a short text when its control is hovered or focused. The text repeats the control's name, so nothing depends on it. */
export function Hint({ text, children }: { readonly text: string; readonly children: ReactElement<Record<string, unknown>> }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} />
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6}>
          <Tooltip.Popup className="tooltip">{text}</Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
