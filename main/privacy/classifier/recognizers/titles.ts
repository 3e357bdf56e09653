import type { Recognizer } from '../types.ts'

/** Words that end the name of a job in English: whatever stands before them makes the job, not another thing. */
const HEADS =
  `accountant actor actress actuary adjuster administrator advisor adviser agent aide analyst anesthetist architect artist assembler
  assessor assistant associate attendant attorney auditor baker banker barista bartender biologist bookkeeper broker builder buyer captain
  caretaker carpenter cashier chairman chairwoman chauffeur chef chemist clerk cleaner coach collector conductor consultant controller cook
  coordinator copywriter counselor counsellor courier curator dancer dealer dentist designer detective developer dietitian director dispatcher
  distributor doctor driver economist editor electrician engineer engraver estimator executive farmer firefighter fisherman foreman forester
  gardener geologist glazier grader grinder guard guide hairdresser helper historian housekeeper hygienist illustrator inspector installer
  instructor interpreter interviewer investigator janitor jeweler journalist judge laborer labourer lawyer lecturer librarian lifeguard
  machinist maid manager mason masseur mechanic mediator merchandiser messenger midwife miller miner mover musician nanny notary nurse
  officer operator optician optometrist orderly organizer packer painter paralegal paramedic pathologist pharmacist photographer physician
  physicist pilot planner plasterer plumber podiatrist poet policeman porter postman presenter president principal printer processor producer
  professor programmer psychiatrist psychologist radiologist receptionist recruiter registrar repairer repairman reporter representative
  researcher roofer sailor salesman saleswoman salesperson scientist sculptor seamstress secretary selector server setter sheriff singer
  sociologist soldier sorter specialist sprayer statistician steward stylist superintendent supervisor surgeon surveyor tailor teacher
  technician technologist teller tester therapist trainer translator treasurer trimmer tutor typist umpire undertaker upholsterer usher
  veterinarian vendor waiter waitress warden weaver welder worker writer zoologist fumigator`
    .split(/\s+/)
    .filter((word) => word !== '')

const ANY = HEADS.join('|')

/** Forms of address before a name, and jobs by the form of their name. They describe somebody but identify nobody, and never raise a label. */
export const TITLES: readonly Recognizer[] = [
  {
    name: 'honorific',
    type: 'TITLE',
    score: 0.4,
    pattern:
      /(?<![\p{L}\p{N}])(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Herr|Frau|Mme|Mlle|Madame|Monsieur|Señor|Señora|Sr|Sra|Signor|Signora|Dott|Sir|Dame|Rev|Fr|Pan|Pani)\.?(?=\s\p{Lu})/gu,
    literals: [
      'mr',
      'ms',
      'miss',
      'mx',
      'dr',
      'prof',
      'herr',
      'frau',
      'mme',
      'mlle',
      'madame',
      'monsieur',
      'señor',
      'sr',
      'signor',
      'dott',
      'sir',
      'dame',
      'rev',
      'fr',
      'pan',
    ],
  },
  {
    // On a line of its own, as in a signature.
    name: 'job-line',
    type: 'TITLE',
    score: 0.4,
    pattern: new RegExp(
      String.raw`(?<=\n[\t >?*•-]{0,8})(?:[\p{L}][\p{L}&'/-]{0,24}(?:,?[ ]|[ ]?&[ ])){0,6}(?:[\p{L}]{1,14}[-/])?(?:${ANY})(?=[ \t]{0,3}(?:\r?\n|$))`,
      'giu',
    ),
    // The heads are found in the pattern; the end of the line before stands outside it, and a text of one line has none.
    literals: ['\n'],
    reach: 10,
    indent: '\t >?*•-',
  },
  {
    name: 'job-in-context',
    type: 'TITLE',
    score: 0.4,
    pattern: new RegExp(
      String.raw`\b(?:(?:work|worked|works|working|hired|employed|serve[sd]?|job|position|career)\s(?:[^\s.?!]{1,24}\s){0,5}?as|occupation:?|profession:?|job title:?|position:|role:)\s(?:an?\s|the\s)?(?<value>(?:[\p{L}][\p{L}&'/-]{0,24}\s){0,3}?(?:${ANY}))(?![\p{L}\p{N}-])`,
      'giu',
    ),
    group: 'value',
    literals: HEADS,
  },
]
