/** The facts of a threat as numbers. Inputs that only a named rival moves are marked: they may not lower a threat. */
import type { Stance } from '../../schemas/competition.ts';
import type { RivalFacts, ThreatFacts } from './facts.ts';

const DAY = 86_400_000;
const STAGES = 5;

/** Name, the reason it counts under, and whether its weight may be below 0. */
export const THREAT_INPUTS = [
  ['mentioned.lately', 'mention', 'rises'],
  ['mentioned.once', 'mention', 'rises'],
  ['considering', 'stance', 'rises'],
  ['comparing', 'stance', 'rises'],
  ['committed', 'stance', 'rises'],
  ['complaining', 'complaint', 'free'],
  ['switching', 'switching', 'rises'],
  ['committed.switching', 'switching', 'rises'],
  ['repeated', 'mention', 'rises'],
  ['several', 'mention', 'rises'],
  ['kind.person', 'mention', 'rises'],
  ['kind.ibuyer', 'mention', 'rises'],
  ['courted.for', 'mention', 'rises'],
  ['quiet.after.mention', 'quiet', 'rises'],
  ['portal.beside.mention', 'portal', 'rises'],
  ['portal', 'portal', 'free'],
  ['silence', 'silence', 'free'],
  ['silence.unusual', 'silence', 'free'],
  ['agent.silence', 'answers', 'free'],
  ['waiting', 'answers', 'free'],
  ['moves', 'market', 'free'],
  ['price.cuts', 'prices', 'free'],
  ['price.rises', 'prices', 'free'],
  ['showing.lately', 'showing', 'free'],
  ['convert', 'forecast', 'free'],
  ['known.for', 'time', 'free'],
  ['stage.engaged', 'stage', 'free'],
  ['stage.touring', 'stage', 'free'],
  ['stage.offer', 'stage', 'free'],
  ['stage.contract', 'stage', 'free'],
] as const satisfies readonly (readonly [string, string, 'rises' | 'free'])[];
export const THREAT_WIDTH = THREAT_INPUTS.length;
/** Half-lives of what was said, days: in words just heard, and in what is remembered of them. */
const FADES = { lately: 5, remembered: 25, stance: 14 };

const days = (ms: number): number => Math.max(0, ms) / DAY;
const faded = (since: number, at: number, halfLife: number): number => 0.5 ** (days(at - since) / halfLife);
/** Days, on a scale that tells one from three more than 30 from 40; a year at the most. */
const logDays = (value: number): number => Math.log1p(Math.min(365, Math.max(0, value)));
const since = (then: number, at: number): number => (then === 0 ? 0 : logDays(days(at - then)));

/** What stances say of leaving, each counted in those above it. */
const RANK: Record<Stance, number> = {
  neutral: 0,
  complaining: 0,
  considering: 1,
  comparing: 2,
  committed: 3,
};

const strongest = (rivals: readonly RivalFacts[], of: (rival: RivalFacts) => number): number => {
  let most = 0;
  for (const rival of rivals) most = Math.max(most, of(rival));
  return most;
};

/** @returns one value for each of {@link THREAT_INPUTS} */
export function threatInputs(facts: ThreatFacts): Float64Array {
  const { at, rivals, stage } = facts;
  const stance = (rank: number) =>
    strongest(rivals, (r) => (RANK[r.stance] >= rank ? faded(r.lastAt, at, FADES.stance) : 0));
  const kind = (...kinds: readonly string[]) =>
    strongest(rivals, (r) => (kinds.includes(r.kind) ? faded(r.lastAt, at, FADES.stance) : 0));
  const remembered = strongest(rivals, (r) => faded(r.lastAt, at, FADES.remembered));
  const mentions = rivals.reduce((sum, r) => sum + r.mentions, 0);
  const silence = facts.lastLeadAt === 0 ? 0 : Math.max(0, at - facts.lastLeadAt);
  const unusual = Math.log1p(Math.min(20, silence / Math.max(facts.usualGapMs, DAY / 4)));
  const portal = Math.log1p(facts.portalActivities);
  const p = Math.min(0.999, Math.max(0.001, facts.pConvert));
  return Float64Array.of(
    strongest(rivals, (r) => faded(r.lastAt, at, FADES.lately)),
    remembered,
    stance(1),
    stance(2),
    stance(3),
    strongest(rivals, (r) => (r.stance === 'complaining' ? faded(r.lastAt, at, FADES.stance) : 0)),
    strongest(rivals, (r) => r.switching * faded(r.lastAt, at, FADES.stance)),
    strongest(rivals, (r) =>
      r.stance === 'committed' ? r.switching * faded(r.lastAt, at, FADES.stance) : 0,
    ),
    remembered * Math.log(Math.max(1, Math.min(20, mentions))),
    rivals.length > 1 ? remembered : 0,
    kind('agent', 'brokerage'),
    kind('ibuyer'),
    strongest(rivals, (r) => faded(r.lastAt, at, FADES.stance) * logDays(days(r.lastAt - r.firstAt))),
    remembered * unusual,
    remembered * portal,
    portal,
    logDays(days(silence)),
    unusual,
    since(facts.lastAgentAt, at),
    facts.waiting * logDays(days(silence)),
    Math.log1p(facts.areaMoves),
    Math.log1p(facts.priceCuts),
    Math.log1p(facts.priceRises),
    Number.isFinite(facts.daysSinceShowing) ? 0.5 ** (facts.daysSinceShowing / 14) : 0,
    Math.log(p / (1 - p)),
    logDays(facts.daysKnown),
    ...Array.from({ length: STAGES - 1 }, (_, k) => (stage === k + 1 ? 1 : 0)),
  );
}
