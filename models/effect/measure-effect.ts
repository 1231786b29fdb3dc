/** From what was counted of nurturing to what may be said of its effect: every share with its interval, or not at all. */
import type { Effect, ResponseRate } from '../../schemas/effect.ts';
import { EFFECT_WINDOW_DAYS, type EffectFacts } from '../../schemas/effect-facts.ts';
import { type ShareDifference, uplift } from '../policy/uplift.ts';
import { wilson } from '../similar/chance.ts';

/** Leads of each arm whose window is over, before a difference is told. */
export const LEAST_LEADS = 200;
/** Cases of any share before it is told. */
export const LEAST_CASES = 30;
const LEVEL = 0.95;
const METHOD =
  'Newcombe’s hybrid of Wilson intervals (Statistics in Medicine 17, 1998, method 10), intention to treat, for one look';

/**
 * @param policy what is in force
 * @param now epoch ms
 */
export function measureEffect(facts: EffectFacts, policy: Effect['policy'], now: number): Effect {
  const { tenant, since, steps, escalations } = facts;
  const { told, notes } = upliftOf(facts);
  const closed = escalations.inTime + escalations.late;
  return {
    ...{ tenant, asOf: new Date(now).toISOString(), since: new Date(since).toISOString() },
    uplift: told,
    responses: responsesOf(facts.touches),
    leastSent: LEAST_CASES,
    automation: { ...steps, ...shareOf(steps.alone, steps.alone + steps.withPerson) },
    escalations: {
      ...{ closed, inTime: escalations.inTime, open: escalations.waiting },
      ...shareOf(escalations.inTime, closed),
    },
    policy,
    level: LEVEL,
    notes: [
      ...notes,
      'Response rates say what came back, not what a strategy did: the policy picks whom it touches.',
    ],
  };
}

function upliftOf({ followed }: EffectFacts): { told: Effect['uplift']; notes: string[] } {
  const [treated, holdout] = [
    followed.filter((lead) => !lead.holdout),
    followed.filter((lead) => lead.holdout),
  ];
  const enough = Math.min(treated.length, holdout.length) >= LEAST_LEADS;
  const { conversion, reply } = uplift(treated, holdout);
  const conversions = (leads: typeof followed) => ({
    leads: leads.length,
    conversions: leads.filter(({ converted }) => converted).length,
  });
  return {
    told: {
      ...{ treated: conversions(treated), holdout: conversions(holdout) },
      ...{ windowDays: EFFECT_WINDOW_DAYS, leastLeads: LEAST_LEADS, enough },
      difference: enough ? conversion.difference : null,
      low: enough ? conversion.low : null,
      high: enough ? conversion.high : null,
      ...{ level: LEVEL, method: METHOD },
    },
    notes: enough ? looksAt(conversion, reply) : [missing(treated.length, holdout.length)],
  };
}

const looksAt = (conversion: ShareDifference, reply: ShareDifference): string[] => [
  // Its ends cross where the shares themselves have moved.
  conversion.always[0] < conversion.always[1]
    ? `Over all looks together, the difference in conversion is ${spread(conversion.always)} (95 %).`
    : 'Conversion has moved over time: there is no interval for its difference over all looks.',
  `Replies: ${points(reply.difference)} points, ${spread([reply.low, reply.high])} (95 %).`,
];

const points = (share: number): string => (100 * share).toFixed(1);
const spread = ([low, high]: [number, number]): string => `${points(low)} to ${points(high)} points`;

const missing = (treated: number, holdout: number): string =>
  `Not enough data for the uplift: ${treated} treated and ${holdout} held-out leads of ${LEAST_LEADS} each ` +
  `have been followed for ${EFFECT_WINDOW_DAYS} days.`;

/** Summed over hours; most sent first. */
function responsesOf(touches: EffectFacts['touches']): ResponseRate[] {
  const sums = new Map<string, Pick<ResponseRate, 'strategy' | 'channel' | 'sent' | 'answered'>>();
  for (const { strategy, channel, touches: sent, responses } of touches) {
    const key = `${strategy}/${channel}`;
    const sum = sums.get(key) ?? { strategy, channel, sent: 0, answered: 0 };
    sums.set(key, { ...sum, sent: sum.sent + sent, answered: sum.answered + responses });
  }
  return [...sums.values()]
    .map((sum) => ({ ...sum, ...shareOf(sum.answered, sum.sent) }))
    .sort((a, b) => b.sent - a.sent || (a.strategy + a.channel < b.strategy + b.channel ? -1 : 1));
}

/** Null while there are too few. */
function shareOf(count: number, cases: number): Pick<ResponseRate, 'rate' | 'low' | 'high'> {
  if (cases < LEAST_CASES) return { rate: null, low: null, high: null };
  const [low, high] = wilson(count, cases);
  return { rate: count / cases, low, high };
}
