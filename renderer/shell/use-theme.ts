import { useEffect } from 'react'
import { useUi } from '../state/app-context.ts'

const DARK = '(prefers-color-scheme: dark)'
const MORE_CONTRAST = '(prefers-contrast: more)'

/** Marks the document with the look in force: theme and contrast follow the system unless the person chose, density is theirs. */
export function useTheme(): void {
  const theme = useUi((s) => s.theme)
  const contrast = useUi((s) => s.contrast)
  const density = useUi((s) => s.density)
  useEffect(() => {
    const dark = matchMedia(DARK)
    const more = matchMedia(MORE_CONTRAST)
    const apply = (): void => {
      const { dataset } = document.documentElement
      dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme
      dataset.contrast = contrast === 'system' ? (more.matches ? 'high' : 'standard') : contrast
      dataset.density = density
    }
    apply()
    dark.addEventListener('change', apply)
    more.addEventListener('change', apply)
    return () => {
      dark.removeEventListener('change', apply)
      more.removeEventListener('change', apply)
    }
  }, [theme, contrast, density])
  const motion = useUi((s) => s.motion)
  useEffect(() => {
    document.documentElement.dataset.motion = motion
  }, [motion])
}
