import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { GenerationRequestInput } from '#contracts/generation.ts'
import { type HostProcess, makeDataDir, removeDataDir, startHost } from '../../e2e/host-process.ts'
import { startTestApp } from '../../e2e/integration/test-app.ts'
import { type LangbaseServer, type ScriptedServer, startLangbaseServer, startOpenAiServer } from '../../main/testing/services/index.ts'
import { answer } from './answers.ts'

const KEY = 'key-of-the-pictures'
/** Between two words of the local model, ms: slow enough to be seen at work. */
const WORD_MS = 12

const sample = (name: string): string => readFileSync(fileURLToPath(new URL(`../../resources/sample/${name}`, import.meta.url)), 'utf8')
const PLAN = { name: 'launch-plan.md', text: sample('launch-plan.md') }
const BOARD = { name: 'board-notes.md', text: sample('board-notes.md') }

/** A morning's work: by every route, and one that may not go where it was sent. */
const REQUESTS: readonly GenerationRequestInput[] = [
  { prompt: 'Explain in three sentences what a storm-surge barrier does.', options: { prefer: 'quality' } },
  { prompt: 'Four headlines for the launch of a water-level sensor.', options: { prefer: 'quality' } },
  { prompt: 'Summarise the launch plan for the board.', sources: [PLAN] },
  { prompt: 'Which risks does the launch plan name, and what could be done?', sources: [PLAN], options: { prefer: 'quality' } },
  {
    prompt: 'Write a short, friendly e-mail to Margaret Ellison (margaret.ellison@northfield.example): the pilot sensor arrives on 14 May.',
    options: { prefer: 'quality', route: 'hybrid' },
  },
  { prompt: 'Sum up the notes of the board for those who were not there.', sources: [BOARD] },
  { prompt: 'Answer the customer whose card 4111 1111 1111 1111 was declined.', options: { route: 'hosted' } },
  { prompt: 'Explain what a storm-surge barrier costs to keep.', options: { prefer: 'cost' } },
]

const SCENARIOS = ['masked-text-leaves', 'restricted-stays-here', 'the-theme-is-dark', 'a-citation-opens-its-passage']

/** The app tries itself, so that there is a run to look at. Throws where one of them fails: then there is something else to look at first. */
function runScenarios(dataDir: string): void {
  const command = fileURLToPath(new URL('../../bin/tidegate.mjs', import.meta.url))
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, 'test', 'run', ...SCENARIOS, '--data-dir', dataDir], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`The scenarios of the pictures did not pass:\n${stdout}${stderr}`)
}

export interface Workspace {
  readonly host: HostProcess
  readonly local: ScriptedServer
  readonly hosted: LangbaseServer
  stop(): Promise<void>
}

/** A host with a local and a hosted model, both played by servers on this machine, and with drafts that they have written. */
export async function openWorkspace(): Promise<Workspace> {
  const local = await startOpenAiServer({ models: ['qwen3-8b'], reply: answer, frameDelayMs: WORD_MS })
  const hosted = await startLangbaseServer({ key: KEY, pipes: ['house-style'], reply: answer })
  const config = {
    hostedHosts: [`127.0.0.1:${hosted.port}`],
    // Drawing the window keeps a small machine busy, and a request would wait for that to end.
    machine: { cpuSaturatedPct: 101 },
    providers: [
      {
        id: 'workstation',
        kind: 'openai-compatible',
        baseUrl: `${local.url}/v1`,
        model: 'qwen3-8b',
        quality: 0.62,
        contextTokens: 32_000,
        parallel: 1,
      },
      {
        id: 'langbase',
        kind: 'langbase',
        baseUrl: hosted.url,
        model: 'house-style',
        contextTokens: 128_000,
        quality: 0.93,
        tokensPerSecond: 90,
        usdPerMillionInput: 2.5,
        usdPerMillionOutput: 10,
      },
    ],
  }
  const written = await startTestApp(config, { langbase: KEY })
  for (const request of REQUESTS) {
    const { state } = await written.run(request)
    if (state !== 'succeeded' && state !== 'blocked')
      throw new Error(`“${request.prompt}” is ${state}: take the pictures while the machine has nothing else to do.`)
  }
  await written.app.dispose()
  runScenarios(written.dataDir)
  const host = await startHost(written.dataDir)
  return {
    host,
    local,
    hosted,
    async stop() {
      await host.stop()
      await Promise.all([local.stop(), hosted.stop()])
      removeDataDir(written.dataDir)
    },
  }
}

/** A host that nobody has used yet. */
export async function openFreshHost(): Promise<HostProcess> {
  return startHost(makeDataDir({}, {}, 'pending'))
}
