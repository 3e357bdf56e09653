import { Tooltip } from '@base-ui/react/tooltip'
import type { ReactElement } from 'react'
import { Keys } from './keys.tsx'

interface HintProps {
  readonly text: string
  /** Keys that do the same, as they are printed. */
  readonly keys?: readonly string[]
  readonly side?: 'top' | 'inline-end'
  readonly children: ReactElement<Record<string, unknown>>
}

/** Shows a short text when its control is hovered or focused. The text repeats the control's name, so nothing depends on it. */
export function Hint({ text, keys = [], side = 'top', children }: HintProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} />
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6} side={side}>
          <Tooltip.Popup className="tooltip">
            {text}
            {keys.length > 0 ? <Keys names={keys} /> : null}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
