import type { ReactNode } from 'react'
import './card-foot.css'

/** The actions of a card, in view for as long as a part of the card is. */
export function CardFoot({ children }: { readonly children: ReactNode }) {
  return <div className="card-foot">{children}</div>
}
