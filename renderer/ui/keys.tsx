import './keys.css'

/** Keys that are pressed together, as they are printed. Read from left to right whatever the language. */
export function Keys({ names }: { readonly names: readonly string[] }) {
  return (
    <span className="keys" dir="ltr">
      {names.map((name) => (
        <kbd key={name} className="kbd">
          {name}
        </kbd>
      ))}
    </span>
  )
}
