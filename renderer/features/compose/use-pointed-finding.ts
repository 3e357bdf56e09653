import { type MouseEvent, useEffect, useRef, useState } from 'react'
import type { JudgedFinding } from '#contracts/privacy.ts'
import { useCompose } from '../../state/app-context.ts'
import type { HighlightLayer } from './highlight-layer.ts'

/** The finding under the pointer, looked for once per frame; none while a button is held, which selects text. */
export function usePointedFinding(layer: HighlightLayer<JudgedFinding> | null) {
  const [hovered, setHovered] = useState<JudgedFinding | null>(null)
  const prompt = useCompose((s) => s.prompt)
  const frame = useRef(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever types does not look for hints
  useEffect(() => setHovered(null), [prompt])
  useEffect(() => () => cancelAnimationFrame(frame.current), [])
  return {
    hovered,
    onMouseMove({ clientX, clientY, buttons }: MouseEvent): void {
      cancelAnimationFrame(frame.current)
      frame.current = requestAnimationFrame(() => setHovered(buttons === 0 ? (layer?.at(clientX, clientY) ?? null) : null))
    },
    onMouseLeave(): void {
      cancelAnimationFrame(frame.current)
      setHovered(null)
    },
  }
}
