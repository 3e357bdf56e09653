import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Generation, GenerationRequestInput } from '#contracts/generation.ts'
import { GenerationRequestSchema } from '#contracts/generation.ts'
import { type App, type AppOptions, createApp } from '../../main/app.ts'
import { openFileKeyStore } from '../../main/config/index.ts'
import type { Platform } from '../../main/platform.ts'
import { systemPlatform } from '../../main/system-platform.ts'
import { builtThreads } from '../built-threads.ts'
import { makeSettledDataDir } from '../settled-database.ts'
import { sharedClassifier } from '../shared-classifier.ts'

export interface TestApp {
  /** The one that runs now. */
  readonly app: App
  readonly dataDir: string
  /** Starts a generation and waits until it has ended or is deferred. */
  run(request: GenerationRequestInput): Promise<Generation>
  /** Ends the app and starts it again on the same data folder. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** The real core on a data folder of its own, in which nothing but the samples is, with real SQLite in its thread; providers are the loopback servers that a test started. */
export async function startTestApp(
  config: object,
  keys: Readonly<Record<string, string>> = {},
  platform: Platform = systemPlatform({}, () => undefined),
  extra: Partial<AppOptions> = {},
): Promise<TestApp> {
  const dataDir = makeSettledDataDir(config, keys)
  const start = (): Promise<App> =>
    createApp(
      {
        dataDir,
        resourcesDir: fileURLToPath(new URL('../../resources', import.meta.url)),
        mode: 'host',
        keys: openFileKeyStore(dataDir, {}),
        ...builtThreads,
        classifierOf: sharedClassifier,
        ...extra,
      },
      platform,
    )
  let app = await start()
  return {
    get app() {
      return app
    },
    dataDir,
    async restart() {
      await app.dispose()
      app = await start()
    },
    async run(input) {
      const { id } = await app.generations.start(GenerationRequestSchema.parse(input))
      const ended = new Promise<void>((resolve) => {
        const stop = app.events.on((event) => {
          if (event.type !== 'generation_changed' || event.generation.id !== id) return
          if (event.generation.state === 'queued' || event.generation.state === 'running') return
          stop()
          resolve()
        })
      })
      for await (const event of app.generations.watch(id)) {
        if (event.type === 'done') break
        // Put off after an attempt, as whoever watches is told; the job's own record of the time comes a moment later.
        if (event.type === 'snapshot' && event.generation.state === 'deferred') return event.generation
        if (event.type === 'decision' && event.decision.status === 'deferred') {
          await ended
          break
        }
      }
      return app.generations.get(id)
    },
    async stop() {
      await app.dispose()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Settings with a hosted Langbase and a local OpenAI-compatible server on loopback; the hosted one is declared as passing requests on. */
export function twoProviders(servers: {
  hosted?: { url: string; port: number }
  local?: { url: string; quality?: number; contextTokens?: number }
}): object {
  return {
    hostedHosts: servers.hosted === undefined ? [] : [`127.0.0.1:${servers.hosted.port}`],
    retry: { attempts: 3, baseMs: 5, capMs: 20 },
    // The test machine may be as busy as it likes.
    machine: { cpuSaturatedPct: 101 },
    providers: [
      ...(servers.hosted === undefined
        ? []
        : [
            {
              id: 'hosted',
              kind: 'langbase',
              baseUrl: servers.hosted.url,
              model: 'test-pipe',
              contextTokens: 128_000,
              quality: 0.92,
              tokensPerSecond: 90,
              usdPerMillionInput: 2.5,
              usdPerMillionOutput: 10,
            },
          ]),
      ...(servers.local === undefined
        ? []
        : [
            {
              id: 'local',
              kind: 'openai-compatible',
              baseUrl: `${servers.local.url}/v1`,
              model: 'test-model',
              quality: servers.local.quality ?? 0.6,
              contextTokens: servers.local.contextTokens ?? 32_000,
            },
          ]),
    ],
  }
}
