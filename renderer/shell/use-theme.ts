import { useEffect } from 'react'
import { useUi } from '../state/app-context.ts'

const DARK = '(prefers-color-scheme: dark)'

/** Marks the document with the theme in force; follows the system unless the person chose one. */
export function useTheme(): void {
  const theme = useUi((s) => s.theme)
  useEffect(() => {
    const system = matchMedia(DARK)
    const apply = (): void => {
      document.documentElement.dataset.theme = theme === 'system' ? (system.matches ? 'dark' : 'light') : theme
    }
    apply()
    system.addEventListener('change', apply)
    return () => system.removeEventListener('change', apply)
  }, [theme])
  const motion = useUi((s) => s.motion)
  useEffect(() => {
    document.documentElement.dataset.motion = motion
  }, [motion])
}
