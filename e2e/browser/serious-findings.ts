export { COLOUR_RULES, seriousFindings } from '../../main/testing/drivers/serious-findings.ts'
