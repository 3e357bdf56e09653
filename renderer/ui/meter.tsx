/** A share as a bar. Decorative unless named: the number stands beside it in text. */
export function Meter({ value, label }: { readonly value: number; readonly label?: string }) {
  const percent = Math.round(Math.min(1, Math.max(0, value)) * 100)
  const bar = <div className="meter-fill" style={{ width: `${percent}%` }} />
  if (!label) {
    return (
      <div className="meter" aria-hidden>
        {bar}
      </div>
    )
  }
  return (
    <div className="meter" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent}>
      {bar}
    </div>
  )
}
