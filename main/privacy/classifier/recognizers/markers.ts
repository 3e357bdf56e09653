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
    /\b(?:do\snot\s(?:distribute|forward|share|circulate|copy\sor\sdistribute)|don't\s(?:distribute|share|forward)\sthis|not\sfor\s(?:external|public|onward|further)\s(?:use|distribution|release|sharing|circulation)|eyes\sonly|need[-\s]to[-\s]know\sbasis|under\s(?:strict\s)?embargo|embargoed\suntil|(?:under|covered\sby|subject\sto)\s(?:an?\s|the\s|our\s)?(?:nda|non-disclosure\sagreement)|privileged\s(?:and|&)\sconfidential)\b/giu,
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
    /\b(?:our|we|we're|us|my\scompany(?:'s)?|the\scompany's|unser\w{0,3}|notre|nuestr[oa])\b[^.\n?!]{0,60}\b(?:unreleased|unannounced|not\s(?:yet\s)?(?:been\s)?(?:public|announced|released|disclosed)|pre-announcement|confidential|secret\s(?:project|product|plan)|before\s(?:the\s)?(?:public\s)?(?:announcement|launch\sis\sannounced))\b/giu,
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
    'east-asian',
    /内部(?:文件|文档|资料|使用|设计|系统|代码|报告|架构|评审|结算|事故|会议)|机密|保密|商业秘密|(?:我们|本)公司(?:的)?(?:代码|源码|数据|客户|战略)|私有(?:仓库|代码)|社外秘|部外秘|社内(?:資料|文書|限定)|대외비|사내\s?(?:문서|기밀)/gu,
    ['内部', '机密', '保密', '秘密', '公司', '私有', '社外秘', '部外秘', '社内', '대외비', '사내'],
  ),
]
