import type { ProviderKind } from '#contracts/config.ts'

/**
 * Address that a kind's paths are appended to, from what the user typed. Users paste an origin, an SDK's base URL or an endpoint's
 * parent; each kind accepts those that are unmistakable. Query and fragment are dropped.
 */
export function baseAddress(kind: ProviderKind, baseUrl: string): string {
  const url = new URL(baseUrl)
  const path = url.pathname.replace(/\/+$/, '')
  switch (kind) {
    case 'langbase':
      return url.origin + without(path, '/v1')
    case 'ollama':
      return url.origin + without(without(path, '/v1'), '/api')
    case 'open-webui':
      return url.origin + (path.endsWith('/api') || path.endsWith('/api/v1') ? path : `${path}/api`)
    case 'openai-compatible':
      // A path is taken as given, because compatible services put theirs anywhere; a bare origin gets the usual one.
      return url.origin + (path === '' ? '/v1' : path)
  }
}

function without(path: string, suffix: string): string {
  return path.endsWith(suffix) ? path.slice(0, -suffix.length) : path
}
