import type { JudgedFinding } from '#contracts/privacy.ts'
import type { TextTrial } from '#contracts/privacy-insight.ts'
import { t } from '../../i18n/t.ts'
import { LABEL_TEXT, LabelBadge, RouteBadge } from '../../ui/badges.tsx'
import { Callout } from '../../ui/callout.tsx'
import { familyOf, isOfWholeText, typeText } from '../../ui/finding-kinds.ts'
import { reasonText } from '../../ui/finding-reasons.ts'
import { formatMs } from '../../ui/format.ts'
import { MarkedText } from '../../ui/marked-text.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { REACH_TEXT, type Reach, reachOf } from '../../ui/where-it-may-go.ts'

const SHOWN = 100

interface TrialResultProps {
  readonly text: string
  readonly trial: TextTrial
  /** A choice for the label of this text that is not saved; null for none. */
  readonly proposed: Reach | null
}

/** Label, routes, findings, and what a hosted service would see. */
export function TrialResult({ text, trial, proposed }: TrialResultProps) {
  const reach = reachOf(trial.allowedRoutes)
  return (
    <ScrollRegion className="trial" label={t('Result in detail')}>
      <div className="row row-wrap spread">
        <div className="row row-wrap" role="status" aria-label={t('Result of the test')}>
          <LabelBadge label={trial.label} />
          <span>{t('{label}: {effect}.', { label: LABEL_TEXT[trial.label], effect: REACH_TEXT[reach] })}</span>
        </div>
        <ul className="plain-list row" aria-label={t('Allowed routes')}>
          {trial.allowedRoutes.map((route) => (
            <li key={route}>
              <RouteBadge route={route} />
            </li>
          ))}
        </ul>
      </div>
      {proposed === null ? null : (
        <Callout tone="warn">{t('With the choice that is not saved yet: {effect}.', { effect: REACH_TEXT[proposed] })}</Callout>
      )}
      <h3>{t('What a hosted service would see')}</h3>
      <Seen trial={trial} reach={reach} />
      <h3>
        {trial.findings.length === 0
          ? t('Nothing sensitive found, in {time}', { time: formatMs(trial.elapsedMs) })
          : t('{count, plural, one {# finding} other {# findings}}, in {time}', {
              count: trial.findings.length,
              time: formatMs(trial.elapsedMs),
            })}
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

function Seen({ trial, reach }: { readonly trial: TextTrial; readonly reach: Reach }) {
  const { masked, maskedCount } = trial
  switch (reach) {
    case 'stays':
      return <Callout tone="good">{t('Nothing. This text stays on this machine.')}</Callout>
    case 'masked':
      return (
        <>
          <p className="small muted">
            {t('{count, plural, one {# place} other {# places}} replaced by something invented of the same kind.', { count: maskedCount })}
          </p>
          <p className="code-block trial-text" dir="auto">
            {masked}
          </p>
        </>
      )
    case 'as-written':
      return (
        <p className="small muted">
          {maskedCount === 0
            ? t('The text as written on the hosted route. There is nothing to mask in it.')
            : t(
                'The text as written on the hosted route; with {count, plural, one {# place} other {# places}} masked on the hybrid route.',
                { count: maskedCount },
              )}
        </p>
      )
  }
}

function FindingTable({ text, findings }: { readonly text: string; readonly findings: readonly JudgedFinding[] }) {
  return (
    <div className="table-scroll">
      <table className="table trial-table" aria-label={t('Findings of the test')}>
        <thead>
          <tr>
            <th scope="col">{t('Type')}</th>
            <th scope="col">{t('Why')}</th>
            <th scope="col">{t('Label')}</th>
          </tr>
        </thead>
        <tbody>
          {findings.slice(0, SHOWN).map((finding) => (
            <tr key={`${finding.start}-${finding.type}`}>
              <th scope="row">
                <mark className={`finding-${familyOf(finding.type)}`}>{typeText(finding.type, finding.recognizer)}</mark>
                <span className="mono small trial-excerpt" dir="auto">
                  {isOfWholeText(finding.recognizer)
                    ? t('the text as a whole')
                    : text.slice(finding.start, Math.min(finding.end, finding.start + 80))}
                </span>
              </th>
              <td className="small">{reasonText(finding.type, finding.recognizer)}</td>
              <td>
                {finding.label === 'public' ? <span className="small muted">{t('unchanged')}</span> : <LabelBadge label={finding.label} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {findings.length > SHOWN ? (
        <p className="table-foot small muted">{t('and {count, number} more, marked above', { count: findings.length - SHOWN })}</p>
      ) : null}
    </div>
  )
}
