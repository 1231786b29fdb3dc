/**
 * What a text says about the steps between a first question and a closing, by either side: a closing date, an accepted
 * offer, a denied loan, a lease that ends. Patterns over tokens; what they mean for the forecast is learned. Nothing of
 * family: what a household is made of is none of the forecast's business.
 */
const PATTERNS = {
  closing:
    /\b(?:closing|close (?:on|by|date|of escrow|escrow)|(?:we|you|they|it)(?:'ll| will| should| can)? (?:now )?close\b(?! to)|closes|to close\b(?! to)|settlement|settle on|escrow|final walk|cierre|cerrar|cerramos)/,
  accepted:
    /\b(?:offer|sellers?|buyers?|they|owners?)\b(?: (?!not\b|reject|declin|turn)[^ ]*(?<!n't)){0,6} accepted\b(?! (?:another|a different|someone|somebody|the other))|\b(?:accepted (?:our|your|my|the|their) (?:offer|price|terms|bid)|sellers? signed|buyers? signed|have a deal|under contract|in escrow|now pending|mutual acceptance|ratified|fully executed|oferta aceptada|aceptaron)\b/,
  moved:
    /\b(?:push(?:ed|es|ing)?\b|postpon|delay|reschedul|extend|extension|moved (?:to|back|out)|moving the|new (?:closing |close )?date|slipp|slid|bumped|later than planned|aplaz|retras)/,
  failed:
    /\b(?:fell (?:through|apart)|fall(?:en|s|ing) (?:through|apart)|terminated|backed out|walked away|deal is (?:dead|off)|cancel(?:l?ed|ling) the (?:contract|deal|purchase|sale)|rescinded|withdrew|off the table|back on the market)/,
  denied:
    /\b(?:denied|denial|declined|turned (?:us|me|you|them|it)? ?down|not approved|rejected|couldn't qualify|don't qualify)/,
  approved:
    /\b(?:pre ?-? ?approv|preapprov|pre ?-? ?qual|prequal|approved|approval|loan commitment|underwrit|proof of funds|preaprob|aprobad)/,
  cleared:
    /\b(?:clear(?:ed)? to close|final approval|loan is (?:approved|done|cleared)|closing disclosure|docs are (?:signed|ready)|wire (?:instructions|transfer)|wired|title is clear|on track|all set for)/,
  checks: /\b(?:inspect|apprais|survey|contingenc|title (?:work|company|search)|earnest|inspecci)/,
  deadline:
    /\b(?:lease|move[ -](?:out|in)|moving (?:out|in)|(?:new )?job (?:start|begin)|start(?:s|ing)? (?:work|a|my|the|at)|before the|deadline|has to be|have to be|need to be (?:in|out|moved|settled)|must be|relocat|contrato|renta)/,
  elsewhere:
    /\b(?:went with (?:another|someone|a different)|bought (?:a|another|elsewhere|something)|different agent|another agent|already (?:bought|found|purchased)|found (?:a|another) (?:place|house|home)|signed (?:a|another|with)|renew(?:ed|ing)? (?:our|my|the)|decided to stay|stay(?:ing)? put|not (?:buying|looking|moving)|no longer)/,
  offered: /\b(?:offer|counter|bid|write (?:it|one) up|oferta)/,
  glad: /\b(?:congrat|so excited|can't wait|thrilled|felicid)/,
} as const;

export type Milestone = keyof typeof PATTERNS;
export const MILESTONES = Object.keys(PATTERNS) as Milestone[];
const TESTS = Object.values(PATTERNS);

/** Bit of a milestone in {@link readMilestones}. */
export const milestoneBit = (name: Milestone): number => 1 << MILESTONES.indexOf(name);

/** @param tokens of a reading; @returns one bit a milestone, {@link MILESTONES} order */
export function readMilestones(tokens: readonly string[]): number {
  const text = tokens.join(' ');
  let bits = 0;
  for (let m = 0; m < TESTS.length; m++) if (TESTS[m]!.test(text)) bits |= 1 << m;
  return bits;
}
