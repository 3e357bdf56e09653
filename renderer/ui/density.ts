import { createContext, useContext } from 'react'

/** How close things stand. What CSS cannot scale, heights of virtual rows, asks here. */
export const DensityContext = createContext<'comfortable' | 'compact'>('comfortable')

const COMPACT = 0.84

/** A row's height in the density in force. */
export function useRowHeight(comfortable: number): number {
  return useContext(DensityContext) === 'compact' ? Math.round(comfortable * COMPACT) : comfortable
}
