import { t } from '../../i18n/t.ts'

/** The gate in one picture: what you write comes in, is looked at, and goes one of three ways. The words beside it say the same. */
export function GatePicture() {
  return (
    <div
      className="gate-picture"
      role="img"
      aria-label={t('Your text goes to the gate. From there it stays on this machine, or leaves masked, or leaves as written.')}
    >
      <div className="gate-cell gate-from">
        <span className="gate-strong">{t('Your text and files')}</span>
      </div>
      <Arrow />
      <div className="gate-cell gate-gate">
        <span className="gate-strong">{t('The gate')}</span>
        <span className="small">{t('finds what is private')}</span>
      </div>
      <Arrow />
      <ul className="plain-list gate-ways">
        <li className="gate-cell tone-good">
          <span className="gate-strong">{t('Local')}</span>
          <span className="small">{t('nothing leaves')}</span>
        </li>
        <li className="gate-cell tone-warn">
          <span className="gate-strong">{t('Hybrid')}</span>
          <span className="small">{t('only masked text leaves')}</span>
        </li>
        <li className="gate-cell tone-info">
          <span className="gate-strong">{t('Hosted')}</span>
          <span className="small">{t('only what is public')}</span>
        </li>
      </ul>
    </div>
  )
}

function Arrow() {
  return (
    <svg className="gate-arrow" width="28" height="16" viewBox="0 0 28 16" aria-hidden="true">
      <path d="M1 8h24M19 2l6 6-6 6" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}
