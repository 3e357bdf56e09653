import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { Hint } from './hint.tsx'

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className'> {
  readonly tone?: 'normal' | 'primary' | 'danger' | 'quiet'
  readonly small?: boolean
  readonly icon?: ReactNode
  readonly ref?: Ref<HTMLButtonElement>
  /** It is at what it was pressed for: it does nothing more until then, and keeps the focus, which a disabled button would lose. */
  readonly busy?: boolean
}

/** A push button with a text. */
export function Button({ tone = 'normal', small = false, icon, children, busy = false, ...rest }: ButtonProps) {
  const whileBusy = busy ? { 'aria-disabled': true, onClick: undefined } : {}
  return (
    <button type="button" {...rest} {...whileBusy} className={classes(tone, small)}>
      {icon}
      {children}
    </button>
  )
}

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'busy'> {
  /** Its accessible name, also shown as a hint. */
  readonly label: string
}

/** A push button that shows only an icon. */
export function IconButton({ label, tone = 'quiet', small = false, icon, ...rest }: IconButtonProps) {
  return (
    <Hint text={label}>
      <button type="button" aria-label={label} {...rest} className={`${classes(tone, small)} button-icon`}>
        {icon}
      </button>
    </Hint>
  )
}

function classes(tone: string, small: boolean): string {
  return ['button', tone === 'normal' ? '' : `button-${tone}`, small ? 'button-small' : ''].filter(Boolean).join(' ')
}
