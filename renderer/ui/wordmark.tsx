/** The gate and the tide. */
export function Wordmark() {
  return (
    <span className="wordmark">
      <svg width="26" height="26" viewBox="0 0 32 32" fill="none" aria-hidden>
        <rect width="32" height="32" rx="8" className="wordmark-ground" />
        <path d="M9 23.500V13.500a7 7 0 0 1 14 0V23.500M16 7v16.500" className="wordmark-gate" />
        <path
          d="M4.500 20.200c2-1.700 3.800-1.700 5.800 0s3.800 1.700 5.700 0 3.800-1.700 5.800 0 3.800 1.700 5.700 0"
          className="wordmark-tide"
        />
      </svg>
      <span className="wordmark-text">Tidegate</span>
    </span>
  )
}
