import { useEffect } from 'react'
import { verbatim } from '../i18n/t.ts'

/** A file dropped beside its target must not replace the app with the file. Drops of text into fields go on as usual. */
export function useNoNavigationByDrop(): void {
  useEffect(() => {
    const refuse = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes(verbatim('Files'))) event.preventDefault()
    }
    window.addEventListener('dragover', refuse)
    window.addEventListener('drop', refuse)
    return () => {
      window.removeEventListener('dragover', refuse)
      window.removeEventListener('drop', refuse)
    }
  }, [])
}
