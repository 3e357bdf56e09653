import { CircleDashed, Cloud, EyeOff, Globe, Lock, Monitor, ShieldAlert, Users } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Label, Route } from '#contracts/privacy.ts'
import { t } from '../i18n/t.ts'

export type Tone = 'neutral' | 'good' | 'info' | 'warn' | 'bad' | 'plum' | 'accent'

export function Badge({ tone, icon, children }: { readonly tone: Tone; readonly icon?: ReactNode; readonly children: ReactNode }) {
  return (
    <span className={`badge tone-${tone}`}>
      {icon}
      {children}
    </span>
  )
}

export const LABEL_TEXT: Readonly<Record<Label, string>> = {
  public: t('Public'),
  internal: t('Internal'),
  confidential: t('Confidential'),
  restricted: t('Restricted'),
}

const LABEL_LOOK: Readonly<Record<Label, { tone: Tone; icon: ReactNode }>> = {
  public: { tone: 'good', icon: <Globe size={13} aria-hidden /> },
  internal: { tone: 'info', icon: <Users size={13} aria-hidden /> },
  confidential: { tone: 'warn', icon: <Lock size={13} aria-hidden /> },
  restricted: { tone: 'bad', icon: <ShieldAlert size={13} aria-hidden /> },
}

/** A label by word, icon and colour. */
export function LabelBadge({ label }: { readonly label: Label }) {
  return (
    <Badge tone={LABEL_LOOK[label].tone} icon={LABEL_LOOK[label].icon}>
      {LABEL_TEXT[label]}
    </Badge>
  )
}

export const ROUTE_TEXT: Readonly<Record<Route, string>> = { local: t('Local'), hosted: t('Hosted'), hybrid: t('Hybrid') }

/** One line on what a route means for the text. */
export const ROUTE_MEANING: Readonly<Record<Route, string>> = {
  local: t('Nothing leaves this machine.'),
  hybrid: t('Only masked text leaves.'),
  hosted: t('The text as written leaves.'),
}

const ROUTE_ICON: Readonly<Record<Route, ReactNode>> = {
  local: <Monitor size={13} aria-hidden />,
  hybrid: <EyeOff size={13} aria-hidden />,
  hosted: <Cloud size={13} aria-hidden />,
}

/** A route by word and icon; null stands for "not decided". */
export function RouteBadge({ route }: { readonly route: Route | null }) {
  if (!route)
    return (
      <Badge tone="neutral" icon={<CircleDashed size={13} aria-hidden />}>
        {t('No route')}
      </Badge>
    )
  return (
    <Badge tone="accent" icon={ROUTE_ICON[route]}>
      {ROUTE_TEXT[route]}
    </Badge>
  )
}
