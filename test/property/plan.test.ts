/** However members, shards and loads are spread, the plans of all members together are safe and come to rest. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planShards, type Report, shardWeight } from '../../infra/runtime/plan.ts';

const place = { node: 'here', locality: '' };

const SHARDS = 16;
const scene = fc.record({
  members: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1 }),
  holder: fc.array(fc.nat({ max: 5 }), { minLength: SHARDS, maxLength: SHARDS }),
  rates: fc.array(fc.nat({ max: 2000 }), { minLength: SHARDS, maxLength: SHARDS }),
});

function reports({ members, holder, rates }: { members: string[]; holder: number[]; rates: number[] }) {
  const all = new Map<string, Report>(members.map((name) => [name, { owned: {}, leaving: false, place }]));
  const free: number[] = [];
  holder.forEach((index, shard) => {
    const report = all.get(members[index] ?? '');
    if (report) report.owned[shard] = shardWeight(rates[shard]!);
    else free.push(shard);
  });
  return { all, free };
}

/** One round: everybody plans from the same view, then all plans take effect. */
function round(all: Map<string, Report>, free: number[], rates: number[]): number {
  const plans = [...all.keys()].map((name) => [name, planShards(all, name, free)] as const);
  let moves = 0;
  for (const [name, { take, give }] of plans) {
    for (const shard of take) all.get(name)!.owned[shard] = shardWeight(rates[shard]!);
    for (const { shard, to } of give) {
      all.get(to)!.owned[shard] = all.get(name)!.owned[shard]!;
      delete all.get(name)!.owned[shard];
    }
    moves += take.length + give.length;
  }
  return moves;
}

const load = ({ owned }: Report) => Object.values(owned).reduce((a, b) => a + b, 0);

describe('planShards', () => {
  it('deals every free shard to exactly one member', () => {
    fc.assert(
      fc.property(scene, (given) => {
        const { all, free } = reports(given);
        const taken = [...all.keys()].flatMap((name) => planShards(all, name, free).take);
        expect(taken.sort()).toEqual([...free].sort());
      }),
    );
  });

  it('comes to rest, and no move is left that would narrow the loads', () => {
    fc.assert(
      fc.property(scene, (given) => {
        const { all, free } = reports(given);
        round(all, free, given.rates);
        let rounds = 0;
        while (round(all, [], given.rates) > 0) expect(++rounds).toBeLessThan(100);
        const loads = [...all.values()].map(load);
        const heaviest = [...all.values()].find((report) => load(report) === Math.max(...loads))!;
        const difference = Math.max(...loads) - Math.min(...loads);
        for (const weight of Object.values(heaviest.owned)) expect(weight).toBeGreaterThan(difference * 0.8);
      }),
    );
  });

  it('gives equal shards out evenly', () => {
    const all = new Map(
      ['a', 'b', 'c'].map((name) => [name, { owned: {}, leaving: false, place } as Report]),
    );
    round(
      all,
      Array.from({ length: SHARDS }, (_, i) => i),
      Array(SHARDS).fill(0),
    );
    expect([...all.values()].map(({ owned }) => Object.keys(owned).length).sort()).toEqual([5, 5, 6]);
  });

  it('takes nothing for a member that is leaving', () => {
    const all = new Map([['a', { owned: { 1: 1 }, leaving: true, place } as Report]]);
    expect(planShards(all, 'a', [2])).toEqual({ take: [], give: [] });
  });
});
