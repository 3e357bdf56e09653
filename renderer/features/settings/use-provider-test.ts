import { useEffect, useRef, useState } from 'react'
import type { ProviderTest } from '#contracts/providers.ts'
import { useApp } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import type { ProviderDesk } from '../../state/provider-desk.ts'

export interface ProviderTesting {
  readonly busy: boolean
  readonly result: ProviderTest | null
  /** Models that the last answer spoke of. */
  readonly models: readonly string[]
  run(wanted: Parameters<ProviderDesk['test']>[0]): void
  /** What was tested is no longer what is on the screen. */
  forget(): void
}

/** Asks a provider for its models; one question at a time, and none after the component is gone. */
export function useProviderTest(): ProviderTesting {
  const { providerDesk, ui } = useApp()
  const [busy, setBusy] = useState(false)
  const [result, setResult] = useState<ProviderTest | null>(null)
  const asking = useRef<AbortController | null>(null)
  useEffect(() => () => asking.current?.abort(), [])
  const stop = (): AbortController => {
    asking.current?.abort()
    asking.current = new AbortController()
    return asking.current
  }
  return {
    busy,
    result,
    models: result?.models ?? [],
    run(wanted) {
      const { signal } = stop()
      setBusy(true)
      setResult(null)
      providerDesk.test(wanted, signal).then(
        (answer) => {
          if (signal.aborted) return
          setBusy(false)
          setResult(answer)
        },
        (error: unknown) => {
          if (signal.aborted) return
          setBusy(false)
          ui.getState().notify(describeError(error))
        },
      )
    },
    forget() {
      stop().abort()
      setBusy(false)
      setResult(null)
    },
  }
}
