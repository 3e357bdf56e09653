/**
 * Sites that everybody knows and reads: a plain link into one names nobody. The largest of their kind in the languages of the product,
 * by registered name; a name without an ending stands for all of its endings. A link that carries an account, a token or a query is judged
 * by what it carries, not by this list.
 */
const NAMES: ReadonlySet<string> = new Set(
  `google youtube youtu.be wikipedia wikimedia wiktionary reddit redd.it stackoverflow stackexchange serverfault superuser askubuntu quora
  imgur giphy flickr pinterest vimeo twitch streamable archive.org amazon ebay etsy walmart ikea apple microsoft mozilla adobe
  samsung sony nintendo steampowered netflix spotify soundcloud bandcamp imdb rottentomatoes goodreads bbc cnn nytimes washingtonpost
  theguardian reuters bloomberg forbes wsj economist ft.com apnews npr.org cbsnews nbcnews foxnews abcnews usatoday latimes time.com
  buzzfeed huffpost huffingtonpost vice.com vox.com theverge techcrunch wired arstechnica engadget mashable gizmodo cnet zdnet
  thrillist medium.com wordpress.org spiegel zeit.de faz.net sueddeutsche tagesschau lemonde lefigaro liberation elpais
  elmundo repubblica corriere onet.pl gazeta.pl nos.nl who.int un.org europa.eu nih.gov cdc.gov nasa.gov whitehouse.gov gov.uk loc.gov
  nature.com sciencedirect springer arxiv.org doi.org jstor.org pubmed researchgate khanacademy coursera edx.org ted.com npmjs.com
  pypi.org crates.io docs.rs readthedocs.io mdn.dev w3.org w3schools ietf.org python.org nodejs.org rust-lang.org kernel.org debian.org
  ubuntu.com docker.com kubernetes.io espn nba.com nfl.com fifa.com uefa.com weather.com tripadvisor booking airbnb yelp craigslist
  merriam-webster dictionary.com thesaurus.com fandom wikihow bing.com yahoo duckduckgo msn.com baidu yandex twitpic yfrog instagr.am`
    .split(/\s+/)
    .filter(Boolean),
)

/** Sites where the first part of a path is somebody's account. */
const ACCOUNTS: ReadonlySet<string> = new Set(
  'facebook fb.com twitter x.com instagram linkedin tiktok github gitlab bitbucket threads.net mastodon.social t.me vk.com xing'.split(' '),
)

/** Link shorteners: what they point to cannot be read from them. */
const SHORTENERS: ReadonlySet<string> = new Set(
  't.co bit.ly tinyurl.com goo.gl ow.ly tl.gd is.gd j.mp fb.me ff.im dlvr.it su.pr post.ly wp.me amzn.to buff.ly lnkd.in shorturl.at rebrand.ly cutt.ly'.split(
    ' ',
  ),
)

/** Somebody's page on a site of everybody: `/u/name`, `/user/name`, `/@name`. */
const ACCOUNT_PATH = /^\/(?:u|user|users|profile|people|channel|c|in)\/[^/]|^\/@/i
/** What countries put before their own ending. */
const SECOND_LEVEL: ReadonlySet<string> = new Set('co com org net ac gov edu'.split(' '))
/** Whether a link carries a query, or a name and password in the address. */
function carries(bare: string): boolean {
  if (bare.includes('?') || bare.includes('=')) return true
  const at = bare.indexOf('@')
  return at >= 0 && !bare.slice(0, at).includes('/')
}

/**
 * Whether a link only points to what everybody can read: a site that everybody knows, or a shortened link. `link` is an address as it
 * stands in a text, with or without `https://`, also cut off in the middle as forums and tweets do.
 */
export function isPublicLink(link: string): boolean {
  const bare = link.replace(/^[a-z]+:\/\//i, '').replace(/^www\./i, '')
  const slash = bare.search(/[/?#]/)
  const host = (slash < 0 ? bare : bare.slice(0, slash)).toLowerCase()
  const path = slash < 0 ? '' : bare.slice(slash)
  // Nothing but the beginning of a name is left of it.
  if (/^[a-z0-9-]{0,12}[.…]*…?$/i.test(bare) || bare.endsWith('…')) return true
  if (isShortened(host, path)) return true
  if (carries(bare)) return false
  const { name, registered } = registeredName(host)
  const known = (list: ReadonlySet<string>): boolean => list.has(registered) || list.has(name)
  if (known(ACCOUNTS)) return path.length <= 1
  return known(NAMES) && !ACCOUNT_PATH.test(path)
}

/** `en.wikipedia.org` → `wikipedia`, `wikipedia.org`; `news.bbc.co.uk` → `bbc`, `bbc.co.uk`. */
function registeredName(host: string): { name: string; registered: string } {
  const labels = host.split('.')
  const ending = SECOND_LEVEL.has(labels.at(-2) ?? '') && labels.at(-1)?.length === 2 && labels.length > 2 ? 2 : 1
  return { name: labels.at(-1 - ending) ?? '', registered: labels.slice(-1 - ending).join('.') }
}

/** A known shortener, or its shape: a few letters, a country's ending, and one short code. */
function isShortened(host: string, path: string): boolean {
  return SHORTENERS.has(host) || (/^[\w-]{1,6}\.[a-z]{2}$/.test(host) && /^\/(?=[^/]*[A-Z0-9])[A-Za-z0-9]{4,10}$/.test(path))
}
