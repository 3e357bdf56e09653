import { type HostCommand, HostCommandSchema } from '#contracts/host-command.ts'

export const LINK_SCHEME = 'tidegate'
const MAX_CHARS = 8_192
const JOB_ID = /^job_[a-z0-9]{10,60}$/

/**
 * What a `tidegate://` link stands for, or null. Links come from anywhere: `tidegate://view/jobs`, `tidegate://job/<id>` and
 * `tidegate://compose?prompt=…` are known, each exactly so; anything else is refused as a whole. A link only ever shows or fills in.
 */
export function parseDeepLink(raw: string): HostCommand | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (raw.length > MAX_CHARS || /[\u0000-\u0020\u007f-\u009f]/.test(raw)) return null
  const url = URL.parse(raw)
  if (
    url === null ||
    url.protocol !== `${LINK_SCHEME}:` ||
    url.username !== '' ||
    url.password !== '' ||
    url.port !== '' ||
    url.hash !== ''
  )
    return null
  return commandOf(url)
}

function commandOf(url: URL): HostCommand | null {
  const path = url.pathname.replace(/\/$/, '')
  switch (url.hostname) {
    case 'view':
      return url.search === '' ? valid({ type: 'show-view', view: path.slice(1) }) : null
    case 'job':
      return url.search === '' && JOB_ID.test(path.slice(1)) ? valid({ type: 'show-job', jobId: path.slice(1) }) : null
    case 'compose': {
      const names = [...url.searchParams.keys()]
      const prompt = withoutControls(url.searchParams.get('prompt') ?? '')
      if (path !== '' || names.some((name) => name !== 'prompt') || names.length > 1) return null
      return prompt === '' ? valid({ type: 'new-draft' }) : valid({ type: 'fill-prompt', prompt })
    }
    default:
      return null
  }
}

/** Line breaks and tabs are text; other controls, and marks that turn the direction of writing, could hide what is written. */
function withoutControls(text: string): string {
  return text.replace(/(?![\n\t])[\p{Cc}\p{Cf}]/gu, '')
}

function valid(command: unknown): HostCommand | null {
  return HostCommandSchema.safeParse(command).data ?? null
}

/** The link among the arguments of a process, if there is exactly one; whatever else stands there is not looked at. */
export function linkAmong(args: readonly string[]): string | null {
  const links = linksAmong(args)
  return links.length === 1 ? (links[0] ?? null) : null
}

export function linksAmong(args: readonly string[]): string[] {
  return args.filter((arg) => arg.toLowerCase().startsWith(`${LINK_SCHEME}:`))
}
