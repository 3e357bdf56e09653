import type { UiState } from '../state/ui-store.ts'

type Look = Pick<UiState, 'theme' | 'contrast' | 'density' | 'motion'>

/** Marks the document with a look, and again whenever the system changes its own, until the returned function is called. */
export function markLook({ theme, contrast, density, motion }: Look): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const more = matchMedia('(prefers-contrast: more)')
  const apply = (): void => {
    const { dataset } = document.documentElement
    dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme
    dataset.contrast = contrast === 'system' ? (more.matches ? 'high' : 'standard') : contrast
    dataset.density = density
    dataset.motion = motion
  }
  apply()
  dark.addEventListener('change', apply)
  more.addEventListener('change', apply)
  return () => {
    dark.removeEventListener('change', apply)
    more.removeEventListener('change', apply)
  }
}
