import type { Finding } from '#contracts/privacy.ts'
import type { Tagger } from '../../types.ts'
import { entropy } from '../entropy.ts'
import { isFilled } from './format.ts'
import { randomness } from './randomness.ts'
import { escapePattern } from './template.ts'
import { isCounted } from './value-judgement.ts'

const SHORTEST = 24
const LONGEST = 200
/** Characters of a run: letters, digits, `_`, `-`. */
const RUN = new Uint8Array(128)
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-') RUN[letter.charCodeAt(0)] = 1

/** A short word, and behind its separator nothing but random characters, as makers of keys have come to write them. */
const PREFIXED = /^(?<prefix>[a-z][a-z0-9]{1,9}(?:[_-][a-z0-9]{2,8}){0,2})[_-](?<random>[A-Za-z0-9]{20,180})$/
/** Names of digests, files and things with an id: what follows them is no key. */
const HARMLESS =
  /^(?:sha\d*|md5|crc\w*|hash|digest|etag|commit|rev|build|chunk|asset|img|image|icon|file|cache|id|uid|uuid|guid|ref|node|css|js|svg|font|bundle|page|post|item|row|msg|req|request|trace|span|run|job|task|test|tmp|temp|blob|ami|vpc|subnet|eni|vol|snap|inst|i|acl|pub|public|pk|price|prod|cus|sub|evt|pi|ch|in|acct|thread|call|chatcmpl|resp|asst|step|batch|rs|fc)\b/

/** Beginnings that say what the rest is: a secret key, and of what kind. */
const SAYS_SECRET = /^(?:sk|secret|seckey|apikey|privkey)[_-][a-z]{2,12}[_-]/

/** Characters at the border of a run that make it a part of something longer: a path, base64, a dotted name, an address. */
const JOINED = /[/+=.@%\\#~]/

/**
 * Finds keys of makers that nobody listed: a run that stands by itself, begins with a short word of lower case, and is random from there
 * on, with digits and letters of both cases. Everything else that is long and random (digests, ids, base64, minified code) is left
 * alone, because nothing in it says that it opens anything. So is what begins like a listed format: then that format's own rules have
 * refused it (`prefixes`, in the case of the value). Where the beginning itself says that it is a secret, makers change the rest as they
 * please, and it counts all the same.
 */
export function createLoneTokenTagger(prefixes: readonly string[]): Tagger {
  const known = new RegExp(`^(?:${prefixes.map(escapePattern).join('|')})`)
  const mayBeKey = (run: string): boolean => SAYS_SECRET.test(run) || !known.test(run)
  return ({ text, survey }) => {
    const findings: Finding[] = []
    for (let token = 0; token < survey.tokenCount; token += 1) {
      const last = survey.tokenEnds[token] ?? 0
      let start = survey.tokenStarts[token] ?? 0
      if (last - start < SHORTEST) continue
      for (let at = start; at <= last; at += 1) {
        if (at < last && RUN[text.charCodeAt(at)] === 1) continue
        const length = at - start
        if (length >= SHORTEST && length <= LONGEST && isKey(text, start, at) && mayBeKey(text.slice(start, at)))
          findings.push({ type: 'SECRET/prefixed-token', start, end: at, score: 0.6, recognizer: 'lone-token' })
        start = at + 1
      }
    }
    return findings
  }
}

function isKey(text: string, start: number, end: number): boolean {
  const { prefix, random } = PREFIXED.exec(text.slice(start, end))?.groups ?? {}
  if (prefix === undefined || random === undefined || HARMLESS.test(prefix)) return false
  if ((start > 0 && JOINED.test(text.charAt(start - 1))) || /[/+=@%\\]/.test(text.charAt(end))) return false
  if (!/[a-z]/.test(random) || !/[A-Z]/.test(random) || !/\d/.test(random)) return false
  return entropy(random) >= 3.6 && randomness(random) >= 1.2 && randomness(prefix) < 2.2 && !isFilled(random) && !isCounted(random)
}
