import type { Comparison, ComparisonSide } from '#contracts/comparisons.ts'
import { TidegateError } from '#contracts/errors.ts'
import type { GenerationRequest } from '#contracts/generation.ts'
import type { Route } from '#contracts/privacy.ts'
import type { GenerationService } from '../execution/index.ts'
import type { Platform } from '../platform.ts'
import type { ComparisonStore, DocumentStore } from '../storage/types.ts'
import { notStarted } from './not-started.ts'

export interface ComparisonService {
  /** Throws BAD_INPUT for the same route twice, POLICY_FORBIDS_ROUTE when no route is allowed, and what starting a request throws. */
  start(request: GenerationRequest, routes: readonly Route[]): Promise<Comparison>
  /** Throws NOT_FOUND, as `choose` does. */
  get(id: string): Promise<Comparison>
  choose(id: string, generationId: string): Promise<Comparison>
}

/** Runs one request on two routes. Each side is a request like any other, pinned to its route: the gate decides about it anew. */
export function createComparisonService(deps: {
  platform: Platform
  store: ComparisonStore
  documents: Pick<DocumentStore, 'ofGeneration' | 'keep'>
  generations: Pick<GenerationService, 'start' | 'preview'>
  onChanged(documentId: string): void
}): ComparisonService {
  const { platform, store, generations } = deps

  async function get(id: string): Promise<Comparison> {
    const found = await store.get(id)
    if (found === null) throw new TidegateError('NOT_FOUND', `There is no comparison ${id}. Start one with "tidegate compare".`)
    return found
  }

  return {
    get,
    async start(request, routes) {
      if (new Set(routes).size !== routes.length) throw new TidegateError('BAD_INPUT', 'Compare two different routes.')
      const { route: _route, ...options } = request.options
      const decision = await generations.preview({ ...request, options })
      const sides: ComparisonSide[] = []
      let first: string | undefined
      for (const route of routes) {
        const reason = notStarted(route, decision)
        if (reason !== null) {
          sides.push({ route, generationId: null, reason })
          continue
        }
        const { id } = await generations.start({ ...request, options: { ...options, route } }, first === undefined ? {} : { beside: first })
        first ??= `ver_${id}`
        sides.push({ route, generationId: id, reason: '' })
      }
      const begun = sides.find(({ generationId }) => generationId !== null)?.generationId
      const documentId = begun == null ? null : await deps.documents.ofGeneration(begun)
      if (documentId === null)
        throw new TidegateError('POLICY_FORBIDS_ROUTE', `The policy allows neither route for this text. ${decision.summary}`)
      const comparison: Comparison = {
        id: platform.ids.next('cmp'),
        documentId,
        createdAt: platform.clock.now(),
        chosenVersion: null,
        sides,
      }
      await store.add(comparison)
      return comparison
    },
    async choose(id, generationId) {
      const comparison = await get(id)
      if (!comparison.sides.some((side) => side.generationId === generationId))
        throw new TidegateError('NOT_FOUND', 'That draft is no part of this comparison.')
      const version = `ver_${generationId}`
      await store.choose(id, version)
      await deps.documents.keep(version)
      deps.onChanged(comparison.documentId)
      return get(id)
    },
  }
}
