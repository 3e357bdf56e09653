import type { Recognizer } from '../types.ts'

/** Words by which people mark a text as not for everybody, or speak of what is not yet known outside. */
const marker = (name: string, pattern: RegExp, literals: readonly string[]): Recognizer => ({
  name: `marker-${name}`,
  type: 'INTERNAL_MARKER',
  score: 0.9,
  pattern,
  literals,
})

export const MARKERS: readonly Recognizer[] = [
  marker(
    'internal-only',
    /\b(?:(?:for\s)?internal\s(?:use\s|eyes\s|distribution\s|circulation\s)?only|for\sinternal\suse|company\s(?:internal|confidential|private)|internal\s(?:memo|document|draft|briefing)\b|nur\sf[üu]r\s(?:den\s)?internen\sgebrauch|streng\svertraulich|usage\sinterne|confidentiel|uso\sinterno|solo\suso\sinterno|intern\sgebruik|do\su[żz]ytku\swewn[ęe]trznego)/giu,
    ['internal', 'company', 'internen', 'vertraulich', 'interne', 'confidentiel', 'interno', 'intern ', 'wewn'],
  ),
  marker(
    'do-not-share',
    /\b(?:do\snot\s(?:distribute|forward|share|circulate|copy\sor\sdistribute)|don't\s(?:distribute|share|forward)\sthis|not\sfor\s(?:external|public|onward|further)\s(?:use|distribution|release|sharing|circulation)|eyes\sonly|need[-\s]to[-\s]know\sbasis|under\s(?:strict\s)?embargo|embargoed\suntil|(?:under|covered\sby|subject\sto)\s(?:an?\s|the\s|our\s)?(?:nda|non-disclosure\sagreement)|attorney[-\s]client\sprivilege[d]?|privileged\s(?:and|&)\sconfidential|trade\ssecrets?)\b/giu,
    [
      'distribut',
      'forward',
      'share',
      'circulat',
      'not for',
      'eyes only',
      'need-to-know',
      'need to know',
      'embargo',
      'nda',
      'non-disclosure',
      'privilege',
      'trade secret',
    ],
  ),
  marker(
    'confidential',
    /\b(?:(?:strictly|highly|company|commercially|commercial[-\s]in[-\s]confidence|proprietary\sand|business)\s?confidential|confidential\s(?:and|&)\sproprietary|confidential\s(?:information|document|draft|memo|report|data|materials?)\sof|in\s(?:strict\s)?confidence)\b/giu,
    ['confiden'],
  ),
  // A heading of its own, in capitals or brackets.
  marker(
    'stamp',
    /(?:^|\n)[\s*#>[(]{0,6}(?:CONFIDENTIAL|INTERNAL|RESTRICTED|SECRET|TOP SECRET|PROPRIETARY|VERTRAULICH|CLASSIFIED)(?=[\s*\])]{0,4}(?:$|\n|[:.\-–—]))/g,
    ['confidential', 'internal', 'restricted', 'secret', 'proprietary', 'vertraulich', 'classified'],
  ),
  marker(
    'not-yet-public',
    /\b(?:our|we|we're|us|my\scompany(?:'s)?|the\scompany's|unser\w*|notre|nuestr[oa])\b[^.\n?!]{0,60}\b(?:unreleased|unannounced|not\s(?:yet\s)?(?:been\s)?(?:public|announced|released|disclosed)|pre-announcement|confidential|secret\s(?:project|product|plan)|before\s(?:the\s)?(?:public\s)?(?:announcement|launch\sis\sannounced))\b/giu,
    [
      'unreleased',
      'unannounced',
      'not yet',
      'not public',
      'not been',
      'not announced',
      'confidential',
      'pre-announcement',
      'secret ',
      'announce',
    ],
  ),
  marker(
    'unreleased',
    /\b(?:unreleased|unannounced)\s(?:product|feature|roadmap|version|game|album|results?|earnings|figures|numbers|model|hardware|device|plan|pricing|acquisition|merger|financials?)s?\b/gi,
    ['unreleased', 'unannounced'],
  ),
  marker(
    'company-plans',
    /\b(?:our|my\scompany's|the\scompany's|these|this)\s(?:[\w-]{1,20}\s){0,2}(?:roadmap|acquisition\s(?:plan|target|of)|merger\s(?:plan|talks)|lay-?offs?|term\ssheet|cap\stable|salary\sbands?|compensation\sdata|board\s(?:deck|minutes)|customer\slist|pricing\sstrategy|go-to-market\splan|source\scode|codebase|internal\s\w{1,20}|burn\srate|runway|pipeline\sforecast|sales\sforecast|hiring\sfreeze)\b/giu,
    [
      'roadmap',
      'acquisition',
      'merger',
      'layoff',
      'lay-off',
      'term sheet',
      'cap table',
      'salary',
      'compensation',
      'board',
      'customer list',
      'pricing',
      'go-to-market',
      'source code',
      'codebase',
      'internal',
      'burn rate',
      'runway',
      'forecast',
      'hiring',
    ],
  ),
]
