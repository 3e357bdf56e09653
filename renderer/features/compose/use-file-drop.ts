import { useEffect, useRef, useState } from 'react'
import { verbatim } from '../../i18n/t.ts'

/** Takes files dropped anywhere on the window while the caller is shown. Returns whether files are being dragged over it. */
export function useFileDrop(onFiles: (files: readonly File[]) => void): boolean {
  const [dragging, setDragging] = useState(false)
  const latest = useRef(onFiles)
  latest.current = onFiles
  useEffect(() => {
    const listening = new AbortController()
    const { signal } = listening
    const over = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes(verbatim('Files'))) setDragging(true)
    }
    const leave = (event: DragEvent): void => {
      // Leaving the window has nowhere to go; moving between elements has.
      if (event.relatedTarget === null) setDragging(false)
    }
    const drop = (event: DragEvent): void => {
      setDragging(false)
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length > 0) latest.current(files)
    }
    window.addEventListener('dragover', over, { signal })
    window.addEventListener('dragleave', leave, { signal })
    window.addEventListener('drop', drop, { signal })
    return () => listening.abort()
  }, [])
  return dragging
}
