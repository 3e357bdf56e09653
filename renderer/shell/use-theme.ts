import { useEffect } from 'react'
import { useUi } from '../state/app-context.ts'
import { markLook } from './mark-look.ts'

/** Keeps the document in the look in force: theme and contrast follow the system unless the person chose, density is theirs. */
export function useTheme(): void {
  const theme = useUi((s) => s.theme)
  const contrast = useUi((s) => s.contrast)
  const density = useUi((s) => s.density)
  const motion = useUi((s) => s.motion)
  useEffect(() => markLook({ theme, contrast, density, motion }), [theme, contrast, density, motion])
}
