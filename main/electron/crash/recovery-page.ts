/** What a person is told when the app itself cannot be shown. */
export interface Situation {
  readonly title: string
  readonly happened: string
  readonly kept: string
  /** What to do, one sentence each. */
  readonly steps: readonly string[]
  readonly actions: readonly RecoveryAction[]
}

export const RECOVERY_ACTIONS = {
  'try-again': 'Try again',
  'open-data-folder': 'Open the data folder',
  'show-report': 'Show the report',
  quit: 'Quit',
} as const
export type RecoveryAction = keyof typeof RECOVERY_ACTIONS

export const RECOVERY_PATH = '/recovery'

/**
 * The page as text: no script, no core behind it, nothing inline. Its buttons are links below its own path, which the window turns into
 * actions instead of following them.
 */
export function recoveryPage({ title, happened, kept, steps, actions }: Situation): string {
  const links = actions.map((action) => `<a class="action" href="./recovery/${action}">${RECOVERY_ACTIONS[action]}</a>`)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<title>Tidegate — ${encode(title)}</title>
<link rel="stylesheet" href="./recovery.css">
</head>
<body>
<main>
<h1>${encode(title)}</h1>
<p>${encode(happened)}</p>
<p class="kept">${encode(kept)}</p>
${steps.length === 0 ? '' : `<h2>What you can do</h2>\n<ul>${steps.map((step) => `<li>${encode(step)}</li>`).join('')}</ul>`}
<nav aria-label="Actions">${links.join('\n')}</nav>
</main>
</body>
</html>
`
}

/** The action that an address stands for, or null. */
export function actionOf(address: string): RecoveryAction | null {
  const name = URL.parse(address)?.pathname.replace(`${RECOVERY_PATH}/`, '') ?? ''
  return Object.hasOwn(RECOVERY_ACTIONS, name) ? (name as RecoveryAction) : null
}

function encode(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}
