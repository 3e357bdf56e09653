/** What stands around a name and says what it is the name of. All are tested on a few words before or behind it. */

export const HONORIFIC =
  /^(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Rev|Herr|Frau|Mme|Mlle|Monsieur|Madame|Señor|Señora|Sr|Sra|Signor|Signora|Dott|Pan|Pani|Mevrouw|Meneer|Dhr|Mw|Captain|Capt|Nurse|Officer|Sergeant|Sgt|Sen|Senator|Aunt|Uncle)\.?$/u

/** Before a person: strong enough for a word that no list has. */
export const STRONG_PERSON_CUE =
  /(?:\b(?:my name is|full name(?: is)?|(?<!(?:file|user|domain|host|company|product|brand|last|first|maiden|business) )name(?: is)?|dear|patient|employee|applicant|tenant|attn|beneficiary|signed|sincerely|regards|yours truly|named (?:him|her|them)|maiden name is|last name is|first name is|speak (?:to|with)|ich heiße|je m'appelle|me llamo|mi chiamo|nazywam się|sehr geehrte[rs]? (?:herr|frau))[,:]?\s{1,6})$/iu
export const PERSON_CUE =
  /(?:\b(?:i am|i'm|this is|called|named|hi|hello|hey|contact|client|customer|from|by|with|to|for|met|attention|cc|contact person|author|manager|owner|under|add|says|said|told|asked|heard|hallo|liebe[r]?|bonjour|cher|chère|hola|querid[oa]|estimad[oa]|complaint from|behalf of|hired|promote|fire|emailed|the|and|early|starring|directed by|written by|producer|singer|actor|actress|president|minister)[,:]?\s{1,3})$/iu
export const SAYING_BEFORE = /\b(?:says|said|told|asked|replied|wrote|adds|added|explained)\s$/i
export const PERSON_BEHIND =
  /^(?:'s\s(?:wife|husband|mother|father|brother|sister|son|daughter|birthday|email|phone|address|account|name)|,?\s(?:said|says|told|asked|replied|wrote|writes|thinks|lives|lived|spent|listed|had\sgiven|was\sborn|is\sa\s\d|works|worked|will\sbe\stalking|speak|called\sme|emailed|visited|joined|died|married|explained|novel|his|her)\b|:\s["A-Z])/u

export const PLACE_CUE =
  /\b(?:originally from|born in|grew up in|raised in|live[sd]? in|living in|resid\w{1,4} in|based in|located in|moved (?:here )?(?:from|to)|travel(?:l?ing|led|s)? (?:to|in)|trip to|flights? to|fly(?:ing)? to|flew to|coming to|city of|town of|village of|capital of|republic of|people of|near|streets? in|arrived in|returned to|going to|drive to|welcome to|around the world to|wohn\w{0,3} in|aus|habite (?:à|en)|vive en|mieszka w|woont in)\s$/iu
export const IN_CUE = /\b(?:in|throughout|across|outside)\s$/i
export const COMPASS = /^(?:northern|southern|eastern|western|central|north|south|east|west|upper|lower|greater|downtown)$/

export const ORGANIZATION_CUE =
  /\b(?:work(?:s|ed|ing)? (?:for|at)|employed (?:by|at)|employee of|ceo of|cto of|cfo of|founder of|president of|chairman of|director (?:of|at)|manager at|engineer at|year at|job at|intern(?:ed)? at|shares (?:of|in)|company called|customer of|acquired by|partner at|arbeite\w{0,3} bei|travaille chez|trabaj\w{1,3} en|lavor\w{1,3} (?:per|presso))\s$/iu
export const ORGANIZATION_BEHIND =
  /^(?:'s)?\s(?:office|offices|headquarters|hq|shares|stock|employees|ceo|cfo|orchestra|invested|plc|is hiring|announced)\b/i
export const ORGANIZATION_WORD =
  /^(?:inc|ltd|llc|llp|plc|corp|corporation|co|company|gmbh|ag|kg|se|sa|sas|sarl|spa|srl|bv|nv|ab|as|oy|aps|pty|group|bank|university|college|institute|foundation|association|council|ministry|hospital|clinic|airlines|airways|technologies|technology|systems|solutions|partners|holdings|industries|media|orchestra|society|committee|agency|times|records|studios|studio|entertainment|insurance|church|academy|labs|laboratories|software|networks|network|energy|motors|capital|ventures|consulting|authority|party|federation|commission|press|tv|radio|news|weekly|magazine|journal|securities|financial|pharmaceuticals|pharma|logistics|telecom|communications|enterprises|international|worldwide|interactive|analytics|data|health|robotics|trust|fund|league|fc|united|police|department|museum|theatre|theater|hotel|restaurant)$/
/** Endings that make a surname of a word no list has. */
export const SURNAME_SHAPE =
  /(?:^(?:mc|mac|o')\p{L}{3,}|(?:ová|eva|ević|ovic|ović|ić|sson|dóttir|dottir|ssen|nsen|rsen|lsen|dsen|tsen|ksen|psen|wski|wska|cki|cka|ński|ńska|ski|ska|wicz|czyk|czak|enko|chuk|shvili|adze|escu|yan|poulos|idis|akis|oğlu|oglu|quist|qvist|strøm|ström|gaard|gård|stein|mann|inen|ainen|auskas|berger|hofer|stra))$/u
export const PLACE_SHAPE =
  /(?:ville|burg|burgh|borough|town|shire|stad|stadt|grad|heim|dorf|hausen|bury|mouth|chester|cester|fjörður|hólmur|nes|vík|vík|borg|sjö|abad|ów|owice|ovice)$/u
/** Nouns that make a place of the words before them. */
export const PLACE_WORD =
  /^(?:county|city|river|lake|bay|island|islands|valley|beach|mountain|mountains|province|district|village|airport|coast|peninsula|harbor|harbour|creek|falls|heights|springs|park)$/
/** Words that make a place of the words behind them. */
export const PLACE_HEAD =
  /^(?:port|fort|mount|lake|saint|st|san|santa|santo|são|new|los|las|el|cape|bad|villa|rio|puerto|monte|nova|novi|stara|nowy|nieuw|gross|klein|sankt)$/

/** Every word that a cue of the above can end with: without one of them before a run, no cue is tried. */
const CUE_ENDS: ReadonlySet<string> = new Set(
  "name is dear patient employee applicant tenant attn beneficiary signed sincerely regards truly him her them to with heiße m'appelle je llamo chiamo się herr frau geehrte geehrter geehrtes am i'm this called named hi hello hey contact client customer from by for met attention cc person author manager owner under add says said told asked heard replied wrote adds added explained hallo liebe lieber bonjour cher chère hola querido querida estimado estimada of hired promote fire emailed the and early starring producer singer actor actress president minister in at near aus à en w bei chez per presso throughout across outside".split(
    ' ',
  ),
)

/** The 48 characters before an offset when they may end in a cue; nothing otherwise. */
export function cuesBefore(text: string, offset: number): string {
  let end = offset
  while (end > 0 && offset - end < 7 && /[\s,:]/.test(text.charAt(end - 1))) end -= 1
  let start = end
  while (start > 0 && end - start < 14 && /[\p{L}']/u.test(text.charAt(start - 1))) start -= 1
  return CUE_ENDS.has(text.slice(start, end).toLowerCase()) ? text.slice(Math.max(0, offset - 48), offset) : ''
}
