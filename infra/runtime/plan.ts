/** Who should hold which shards: a pure decision that each member makes from what all members report. */

/** What a member tells the others. */
export interface Report {
  /** Shards held, each with its weight: 1 plus its traffic. */
  owned: Record<number, number>;
  /** A member that is leaving takes nothing. */
  leaving: boolean;
  place: Place;
}

/** Where a member runs, as declared: the node's name, and its locality or an empty text. */
export interface Place {
  node: string;
  locality: string;
}

export interface Plan {
  /** Free shards to take now. */
  take: number[];
  /** Shards to hand over, each to a member by name. */
  give: { shard: number; to: string }[];
}

/** Weight of a shard with this traffic: an idle shard counts too, or a quiet night would pile all on one member. */
export const shardWeight = (eventsPerSecond: number): number => 1 + eventsPerSecond / 100;

/** Of the difference in weight, what a move may be at most: below 1, so that noise does not toss shards about. */
const WORTH_MOVING = 0.8;

/**
 * Free shards go to the least-loaded member, one after the other. The most loaded member hands shards to the least
 * loaded as long as that narrows the difference.
 *
 * @param members everybody alive, me included
 * @param free shards nobody holds
 */
export function planShards(members: Map<string, Report>, me: string, free: number[]): Plan {
  const staying = [...members].filter(([, report]) => !report.leaving).sort(([a], [b]) => (a < b ? -1 : 1));
  const loads = new Map(staying.map(([name, report]) => [name, loadOf(report)]));
  if (!loads.has(me)) return { take: [], give: [] };
  // From the loads as reported, which everybody sees alike: so no two members take the same shard.
  const dealt = new Map(loads);
  const take = free.filter(() => {
    const lightest = leastLoaded(dealt);
    dealt.set(lightest, dealt.get(lightest)! + 1);
    return lightest === me;
  });
  return { take, give: handovers(loads, me, members.get(me)!.owned) };
}

function handovers(loads: Map<string, number>, me: string, owned: Record<number, number>): Plan['give'] {
  const heaviest = [...loads].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
  if (heaviest !== me) return [];
  const give: Plan['give'] = [];
  const left = Object.entries(owned).sort(([, a], [, b]) => b - a);
  for (;;) {
    const to = leastLoaded(loads);
    const difference = loads.get(me)! - loads.get(to)!;
    const index = left.findIndex(([, weight]) => weight <= difference * WORTH_MOVING && weight < difference);
    if (index < 0) return give;
    const [[shard, weight]] = left.splice(index, 1) as [[string, number]];
    loads.set(me, loads.get(me)! - weight);
    loads.set(to, loads.get(to)! + weight);
    give.push({ shard: Number(shard), to });
  }
}

/** What a member carries, in weights of its shards. */
export const loadOf = ({ owned }: Report): number => sum(Object.values(owned));

const leastLoaded = (loads: Map<string, number>) => [...loads].reduce((a, b) => (b[1] < a[1] ? b : a))[0];
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
