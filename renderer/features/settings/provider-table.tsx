import { useId } from 'react'
import type { ProviderStatus } from '#contracts/rpc.ts'
import { useApp, useHost, useResources } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Badge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { KeyCell } from './key-cell.tsx'
import { importSentence } from './key-sentences.ts'

const CIRCUIT_TEXT: Readonly<Record<ProviderStatus['circuit'], string>> = {
  closed: 'Closed (in use)',
  'half-open': 'Half open (on trial)',
  open: 'Open (paused)',
}

/** Everything that can run a request, where it is, and how it is doing. */
export function ProviderTable() {
  const { resources, ui } = useApp()
  const providers = useResources((s) => s.providers?.providers)
  const hasKeychain = useHost((s) => s.info?.host === 'electron')
  const titleId = useId()
  const importKeys = (): void => {
    resources
      .getState()
      .importKeys()
      .then(
        (outcome) => ui.getState().notify(importSentence(outcome)),
        (error: unknown) => ui.getState().notify(describeError(error)),
      )
  }
  return (
    <section className="card" aria-labelledby={titleId}>
      <div className="card-head">
        <h2 id={titleId}>Providers</h2>
        {hasKeychain && providers?.some(({ keyPlace }) => keyPlace === 'file') ? (
          <Button small onClick={importKeys}>
            Move keys from keys.json to the keychain
          </Button>
        ) : null}
      </div>
      <div className="table-scroll">
        <table className="table" aria-labelledby={titleId}>
          <thead>
            <tr>
              <th scope="col">Provider</th>
              <th scope="col">Model</th>
              <th scope="col">Address</th>
              <th scope="col">Runs</th>
              <th scope="col">Health</th>
              <th scope="col">Circuit</th>
              <th scope="col">Key</th>
            </tr>
          </thead>
          <tbody>
            {(providers ?? []).map((provider) => (
              <Row key={provider.id} provider={provider} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Row({ provider }: { readonly provider: ProviderStatus }) {
  return (
    <tr>
      <th scope="row">
        {provider.id} <span className="muted small">{provider.kind === provider.id ? '' : provider.kind}</span>
      </th>
      <td>{provider.model}</td>
      <td className="mono">{provider.address || '—'}</td>
      <td>{provider.locality === 'local' ? 'On this machine' : 'Hosted'}</td>
      <td>
        <Badge tone={provider.healthy ? 'good' : 'warn'}>{provider.healthy ? 'Healthy' : 'Not available'}</Badge>
        {provider.detail ? <span className="small muted provider-detail">{provider.detail}</span> : null}
      </td>
      <td>{CIRCUIT_TEXT[provider.circuit]}</td>
      <td>
        <KeyCell provider={provider} />
      </td>
    </tr>
  )
}
