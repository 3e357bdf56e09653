import { type RefObject, useEffect, useRef, useState } from 'react'

/** A form, and what takes whoever sent it to the first field that is not right: the keyboard stands there, and a screen reader says what is wrong. */
export function useFocusOnProblem(): readonly [RefObject<HTMLFormElement | null>, () => void] {
  const form = useRef<HTMLFormElement>(null)
  const [asked, setAsked] = useState(0)
  useEffect(() => {
    // Once the problems are drawn, which they are after they were asked for.
    if (asked > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [asked])
  return [form, () => setAsked((times) => times + 1)]
}
