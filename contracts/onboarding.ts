import { oc } from '@orpc/contract'
import { z } from 'zod'

/** `pending` in a new data folder until the person went through the first steps, or skipped them. */
export const OnboardingStateSchema = z.enum(['pending', 'done', 'skipped'])
export type OnboardingState = z.infer<typeof OnboardingStateSchema>

const State = z.object({ state: OnboardingStateSchema })

export const onboardingContract = {
  get: oc.route({ method: 'GET', path: '/onboarding' }).output(State),
  set: oc.route({ method: 'POST', path: '/onboarding' }).input(State).output(State),
}
