import { EXIT, TidegateError } from '#contracts/errors.ts'
import type { Generation } from '#contracts/generation.ts'
import { RouteSchema } from '#contracts/privacy.ts'
import { type CliContext, withApp } from '../context.ts'
import { naming, readSourceAt } from '../input.ts'
import { print, table } from '../output.ts'
import type { GenerateOptions } from './generate.ts'
import { promptOf, routeOptions } from './route.ts'
import { fieldsOf } from './templates.ts'

/** `compare`: one request on two routes, one after the other in this process; a route that is not allowed says why. */
export async function compare(context: CliContext, options: GenerateOptions & { readonly routes: string }): Promise<number> {
  const routes = options.routes.split(',').map((name) => RouteSchema.safeParse(name.trim()))
  if (routes.length !== 2) throw new TidegateError('BAD_INPUT', '--routes needs two routes, as local,hybrid.')
  const pinned = routes.map((route) => {
    if (route.success) return route.data
    throw new TidegateError('UNKNOWN_ROUTE', 'That is not a route. Use local, hosted or hybrid.')
  })
  const prompt = await promptOf(options)
  const fields = await fieldsOf(options.field ?? [])
  const files = await Promise.all((options.source ?? []).map(readSourceAt))
  const { comparison, drafts } = await withApp(context, options, async (app) => {
    const sources = await Promise.all(files.map((file) => naming(file.name, () => app.sources.add(file))))
    const template = options.template === undefined ? {} : { template: options.template }
    const request = { prompt, fields, sources: sources.map(({ id }) => ({ id })), options: routeOptions(options), ...template }
    const comparison = await app.comparisons.start(request, pinned)
    const drafts: Generation[] = []
    for (const { generationId } of comparison.sides) {
      if (generationId === null) continue
      await app.jobs.runOnly((await app.generations.get(generationId)).jobId)
      drafts.push(await app.generations.get(generationId))
    }
    return { comparison, drafts }
  })
  print(options.json, { ...comparison, drafts }, () => [
    ...table([
      ['ROUTE', 'STATE', 'SECONDS', 'USD', 'CITED', 'ID'],
      ...comparison.sides.map((side) => {
        const draft = drafts.find(({ id }) => id === side.generationId)
        if (draft === undefined) return [side.route, 'not started', '-', '-', '-', '-']
        const cited = draft.citationCoverage === null ? '-' : `${Math.round(100 * draft.citationCoverage)} %`
        return [side.route, draft.state, (draft.timings.totalMs / 1000).toFixed(1), draft.costUsd.toFixed(4), cited, draft.id]
      }),
    ]),
    ...comparison.sides.flatMap(({ reason }) => (reason === '' ? [] : [reason])),
    ...drafts.flatMap((draft) => [
      '',
      `── ${draft.decision?.route ?? draft.options.route ?? ''} · ${draft.engine ?? draft.state}`,
      draft.text || (draft.error?.message ?? ''),
    ]),
  ])
  return drafts.some(({ state }) => state === 'succeeded') ? EXIT.ok : EXIT.failure
}
