/** Points of the numerical integral; the integrand is a smooth bump. */
const POINTS = 400

/**
 * How strongly the failures so far speak against "the canary fails no more often than the control": the wealth of a bet on each failure's
 * cohort. Requests fall into the canary by chance with probability `share`, so under that claim each failure is the canary's with that
 * probability at most; the bet is a mixture over all larger ones. The claim may be dropped as soon as the wealth reaches 1 / alpha, at any
 * look, with a false alarm in at most a share alpha of all rollouts (Ville's inequality; Robbins' mixture, Annals of Mathematical
 * Statistics 41, 1970; as test martingales: Shafer, Shen, Vereshchagin and Vovk, Statistical Science 26, 2011). Exact for any count.
 */
export function failureWealth(canary: number, control: number, share: number): number {
  if (canary + control === 0 || share >= 1) return 1
  const step = (1 - share) / POINTS
  let wealth = 0
  for (let point = 0; point < POINTS; point += 1) {
    const theta = share + (point + 0.5) * step
    wealth += Math.exp(canary * Math.log(theta / share) + control * Math.log((1 - theta) / (1 - share)))
  }
  return wealth / POINTS
}
