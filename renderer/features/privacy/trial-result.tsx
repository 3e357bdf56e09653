import type { JudgedFinding } from '#contracts/privacy.ts'
import type { TextTrial } from '#contracts/privacy-insight.ts'
import { LABEL_TEXT, LabelBadge, RouteBadge } from '../../ui/badges.tsx'
import { Callout } from '../../ui/callout.tsx'
import { familyOf, isOfWholeText, typeText } from '../../ui/finding-kinds.ts'
import { reasonText } from '../../ui/finding-reasons.ts'
import { formatMs, plural } from '../../ui/format.ts'
import { MarkedText } from '../../ui/marked-text.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { REACH_TEXT, reachOf } from '../../ui/where-it-may-go.ts'

const SHOWN = 100

/** Label, routes, findings, and what a hosted service would see. */
export function TrialResult({ text, trial }: { readonly text: string; readonly trial: TextTrial }) {
  const reach = reachOf(trial.allowedRoutes)
  return (
    <ScrollRegion className="trial" label="Result in detail">
      <div className="row row-wrap spread">
        <div className="row row-wrap" role="status" aria-label="Result of the test">
          <LabelBadge label={trial.label} />
          <span>
            {LABEL_TEXT[trial.label]}: {REACH_TEXT[reach]}.
          </span>
        </div>
        <ul className="plain-list row" aria-label="Allowed routes">
          {trial.allowedRoutes.map((route) => (
            <li key={route}>
              <RouteBadge route={route} />
            </li>
          ))}
        </ul>
      </div>
      <h3>What a hosted service would see</h3>
      {reach === 'stays' ? <Callout tone="good">Nothing. This text stays on this machine.</Callout> : null}
      {reach === 'masked' ? (
        <>
          <p className="small muted">{plural(trial.maskedCount, 'place')} replaced by something invented of the same kind.</p>
          <p className="code-block trial-text">{trial.masked}</p>
        </>
      ) : null}
      {reach === 'as-written' ? (
        <p className="small muted">
          The text as written on the hosted route.{' '}
          {trial.maskedCount === 0
            ? 'There is nothing to mask in it.'
            : `With ${plural(trial.maskedCount, 'place')} masked on the hybrid route.`}
        </p>
      ) : null}
      <h3>
        {trial.findings.length === 0 ? 'Nothing sensitive found' : plural(trial.findings.length, 'finding')}
        <span className="small muted trial-time"> in {formatMs(trial.elapsedMs)}</span>
      </h3>
      {trial.findings.length === 0 ? null : (
        <>
          <MarkedText
            text={text}
            findings={trial.findings.filter(({ recognizer }) => !isOfWholeText(recognizer))}
            className="code-block trial-text"
          />
          <FindingTable text={text} findings={trial.findings} />
        </>
      )}
    </ScrollRegion>
  )
}

function FindingTable({ text, findings }: { readonly text: string; readonly findings: readonly JudgedFinding[] }) {
  return (
    <div className="table-scroll">
      <table className="table trial-table" aria-label="Findings of the test">
        <thead>
          <tr>
            <th scope="col">Type</th>
            <th scope="col">Why</th>
            <th scope="col">Label</th>
          </tr>
        </thead>
        <tbody>
          {findings.slice(0, SHOWN).map((finding) => (
            <tr key={`${finding.start}-${finding.type}`}>
              <th scope="row">
                <mark className={`finding-${familyOf(finding.type)}`}>{typeText(finding.type, finding.recognizer)}</mark>
                <span className="mono small trial-excerpt">
                  {isOfWholeText(finding.recognizer)
                    ? 'the text as a whole'
                    : text.slice(finding.start, Math.min(finding.end, finding.start + 80))}
                </span>
              </th>
              <td className="small">{reasonText(finding.type, finding.recognizer)}</td>
              <td>{finding.label === 'public' ? <span className="small muted">unchanged</span> : <LabelBadge label={finding.label} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {findings.length > SHOWN ? <p className="table-foot small muted">and {findings.length - SHOWN} more, marked above</p> : null}
    </div>
  )
}
