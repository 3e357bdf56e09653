import { useEffect, useRef } from 'react'
import { useApp } from './app-context.ts'
import type { Wish, WishesState } from './wishes-store.ts'

/** Fulfils a wish while the component is there, also one that was made just before it came. */
export function useWish(wanted: Wish, fulfil: () => void): void {
  const { wishes } = useApp()
  const latest = useRef(fulfil)
  useEffect(() => {
    latest.current = fulfil
  })
  useEffect(() => {
    const look = ({ wish }: WishesState): void => {
      if (wish !== wanted) return
      wishes.getState().ask(null)
      latest.current()
    }
    look(wishes.getState())
    return wishes.subscribe(look)
  }, [wishes, wanted])
}
