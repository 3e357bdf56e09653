import { ArrowRight } from 'lucide-react'
import './onward-arrow.css'

/** An arrow from what was to what becomes of it, in the direction of reading. */
export function OnwardArrow({ label }: { readonly label: string }) {
  return <ArrowRight className="onward-arrow" size={14} aria-label={label} role="img" />
}
