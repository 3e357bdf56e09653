import type { Label } from '#contracts/privacy.ts'
import { useHost } from '../../state/app-context.ts'
import { effectText } from '../../ui/where-it-may-go.ts'

/** What a finding of this label does to the text under the policy in force. */
export function useEffectText(label: Label): string {
  const config = useHost((s) => s.config)
  return effectText(label, config === null || config.privacyMode === 'local-only' ? ['local'] : config.policy.allowed[label])
}
