import { TidegateError } from '#contracts/errors.ts'
import {
  type FlagKey,
  type FlagReport,
  type KpiComparison,
  type Rollout,
  type RolloutReport,
  type RolloutWish,
  RolloutWishSchema,
} from '#contracts/flags.ts'
import { type CliContext, type CommonOptions, withApp } from '../context.ts'
import { print, table, when } from '../output.ts'

/** What each flag does while it is on. */
const FLAG_WORDS: Readonly<Record<FlagKey, string>> = {
  'citation-repair': 'A sentence that contradicts its passage is given back to the model once, where the settings allow it.',
  'learned-difficulty': 'How hard a request is, is estimated by the trained model; off, by rules.',
  'meaning-search': 'Passages are found by meaning as well as by words, where there is an embedding model.',
  'own-correction': 'What your own drafts taught the estimate of difficulty is used.',
  'second-request': 'A hosted service that is late is asked a second time, where the settings allow it.',
}

interface StartOptions extends CommonOptions {
  readonly unit?: string
  readonly minimum?: string
  readonly soakHours?: string
  readonly alpha?: string
}

const ACTIONS = { hold: 'hold', resume: 'resume', advance: 'advance', back: 'rollBack' } as const

/** `flags`: each flag with its value, and why it has it. */
export async function listFlags(context: CliContext, options: CommonOptions): Promise<void> {
  const report = await withApp(context, options, async ({ rollout }) => rollout.flags())
  print(options.json, report, () => flagLines(report))
}

/** `flags set FLAG on|off|shipped`. */
export async function setFlag(context: CliContext, flag: string, value: string, options: CommonOptions): Promise<void> {
  const wanted = value === 'shipped' ? null : switchOf(value, 'on, off or shipped')
  const report = await withApp(context, options, ({ rollout }) => rollout.set(flag, wanted))
  print(options.json, report, () => flagLines(report))
}

/** `rollout list`. */
export async function listRollouts(context: CliContext, options: CommonOptions): Promise<void> {
  const reports = await withApp(context, options, ({ rollout }) => rollout.reports())
  print(options.json, reports, () =>
    reports.length === 0
      ? ['Nothing is being rolled out. Start with: tidegate rollout start FLAG on|off']
      : reports.flatMap((report) => reportLines(report)),
  )
}

/** `rollout start FLAG on|off`. */
export async function startRollout(context: CliContext, flag: string, value: string, options: StartOptions): Promise<void> {
  const { unit, minimum, soakHours, alpha } = options
  if (!Object.hasOwn(FLAG_WORDS, flag))
    throw new TidegateError('BAD_INPUT', `There is no flag "${flag}". There are: ${Object.keys(FLAG_WORDS).join(', ')}.`)
  const wish = RolloutWishSchema.safeParse({
    flag,
    to: switchOf(value, 'on or off'),
    unit,
    minimum: numberOf(minimum),
    soakHours: numberOf(soakHours),
    alpha: numberOf(alpha),
  })
  if (!wish.success) {
    const [issue] = wish.error.issues
    throw new TidegateError(
      'BAD_INPUT',
      `${issue?.path.join('.') ?? 'rollout'}: ${issue?.message ?? 'not valid'}. See: tidegate rollout start --help`,
    )
  }
  const started = await withApp(context, options, ({ rollout }) => rollout.start(wish.data satisfies RolloutWish))
  print(options.json, started, () => [`${started.id} runs with ${started.stage} percent.`])
}

/** `rollout check`: what the guard changed. */
export async function checkRollouts(context: CliContext, options: CommonOptions): Promise<void> {
  const [changed, reports] = await withApp(
    context,
    options,
    async ({ rollout }) => [await rollout.check(), await rollout.reports()] as const,
  )
  print(options.json, changed, () => [
    ...(changed.length === 0 ? ['The guard changed nothing.'] : changed.map((one) => `${stateOf(one)}: ${one.because}`)),
    ...reports.filter(({ rollout }) => rollout.endedAt === null).flatMap((report) => reportLines(report)),
  ])
}

/** `rollout hold|resume|advance|back ID`. */
export async function changeRollout(context: CliContext, name: keyof typeof ACTIONS, id: string, options: CommonOptions): Promise<void> {
  const changed = await withApp(context, options, ({ rollout }) => rollout[ACTIONS[name]](id))
  print(options.json, changed, () => [`${stateOf(changed)}: ${changed.because}`])
}

function flagLines({ environment, file, flags, problems }: FlagReport): string[] {
  return [
    ...table(
      flags.map(({ key, value, because, rollout }) => [
        key,
        value ? 'on' : 'off',
        rollout === null ? because : `${rollout.stage} % ${rollout.to ? 'on' : 'off'} (${rollout.state})`,
        FLAG_WORDS[key],
      ]),
    ),
    `Environment: ${environment}. File: ${file}`,
    ...problems,
  ]
}

function reportLines({ rollout, now, kpis }: RolloutReport): string[] {
  return [
    `${stateOf(rollout)}, since ${when(rollout.stageSince)}: ${rollout.because}`,
    ...(now === null ? [] : [`  Now: ${now}`]),
    ...table((kpis ?? []).filter(({ canary, control }) => canary.count + control.count > 0).map(kpiCells)).map((line) => `  ${line}`),
  ]
}

function stateOf({ id, stage, state, to }: Rollout): string {
  return `${id} (${to ? 'on' : 'off'} for ${state === 'rolled-back' ? 0 : stage} percent, ${state})`
}

function kpiCells({ kpi, canary, control, harm, tolerated }: KpiComparison): string[] {
  const mean = (value: number | null): string => (value === null ? '–' : value.toFixed(4))
  return [
    kpi,
    `canary ${mean(canary.mean)} of ${canary.count}`,
    `control ${mean(control.mean)} of ${control.count}`,
    harm === null
      ? 'too early'
      : `worse by ${harm.mean.toFixed(4)} (${harm.low.toFixed(4)} to ${harm.high.toFixed(4)}; ${tolerated.toFixed(4)} is tolerated)`,
  ]
}

function switchOf(value: string, allowed: string): boolean {
  if (value === 'on') return true
  if (value === 'off') return false
  throw new TidegateError('BAD_INPUT', `"${value}" is no value of a flag. Say ${allowed}.`)
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text)
}
