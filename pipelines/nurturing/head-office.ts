/** What a simulated brokerage tells its shards: its settings, how its agents stand, and each week what was learned. */
import { isJudged } from '../../models/policy/off-policy.ts';
import { proposePolicy, type Rewards } from '../../models/policy/propose-policy.ts';
import { DAY, HOUR, START } from '../../models/simulator/calendar.ts';
import type { NurturedRun } from '../../models/simulator/nurtured-run.ts';
import type { NurtureSettings } from '../../schemas/nurture-settings.ts';
import type { DecisionRecord, PolicyWeights } from '../../schemas/policy.ts';
import { WHOLE_SHARD } from '../../schemas/system-event.ts';
import { type Brokerage, TENANT } from './brokerage.ts';

export interface HeadOffice {
  /** @param at epoch ms */
  tell(change: { settings?: NurtureSettings; weights?: PolicyWeights }, at: number): void;
  tellAgents(agents: readonly string[], day: number, at: number): void;
  /** Puts new weights in force where it is time for them. */
  learn(decisions: readonly DecisionRecord[], day: number, at: number): void;
  policies: NurturedRun['policies'];
}

/** An agent shows homes at noon in the east, on the days that follow. */
const SHOWS = { days: [1, 2, 3], from: 17 * HOUR, for: HOUR };

export function createHeadOffice(brokerage: Pick<Brokerage, 'putEverywhere'>): HeadOffice {
  const common = { tenant: TENANT, lead: WHOLE_SHARD };
  const policies: NurturedRun['policies'] = [];
  let known: { rewards: Rewards; since: number } | null = null;
  let told = 0;

  const tell: HeadOffice['tell'] = (change, at) =>
    brokerage.putEverywhere({ id: `policy:${++told}`, ...common, at, type: 'policy', ...change }, at);

  return {
    tell,
    policies,
    tellAgents(agents, day, at) {
      const freeSlots = SHOWS.days.map((ahead) => {
        const from = START + (day + ahead) * DAY + SHOWS.from;
        return { from, to: from + SHOWS.for };
      });
      for (const agent of agents) {
        const standing = { availability: 'available', load: 10, freeSlots };
        const id = `agent:${agent}:${day}`;
        brokerage.putEverywhere({ id, ...common, at, type: 'agent_status', agent, ...standing }, at);
      }
    },
    learn(decisions, day, at) {
      const proposal = proposePolicy(decisions.filter(isJudged), known, at);
      if (!proposal) return;
      const { weights, why, rewards } = proposal;
      known = { rewards, since: at };
      policies.push({ day, mode: weights.mode, why });
      tell({ weights }, at);
    },
  };
}
