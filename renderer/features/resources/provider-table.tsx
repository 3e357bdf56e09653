import { useId } from 'react'
import type { ProviderStatus } from '#contracts/rpc.ts'
import { useResources } from '../../state/app-context.ts'
import { Badge } from '../../ui/badges.tsx'

const CIRCUIT_TEXT: Readonly<Record<ProviderStatus['circuit'], string>> = {
  closed: 'Closed (in use)',
  'half-open': 'Half open (on trial)',
  open: 'Open (paused)',
}

/** Everything that can run a request, where it is, and how it is doing. */
export function ProviderTable() {
  const providers = useResources((s) => s.providers?.providers)
  const titleId = useId()
  return (
    <section className="card" aria-labelledby={titleId}>
      <div className="card-head">
        <h2 id={titleId}>Providers</h2>
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
      <td>{provider.hasKey ? 'Stored' : provider.locality === 'local' ? 'Not needed' : 'Missing'}</td>
    </tr>
  )
}
