/** Small nurtured worlds with judges that are predictable, and an audit of what was sent in them. */
import { hash } from 'node:crypto';
import type { ShardLog } from '../infra/ports.ts';
import { pick } from '../models/simulator/draws.ts';
import type { NurturedRun } from '../models/simulator/nurtured-run.ts';
import { auditSends, type Violation } from '../models/simulator/send-audit.ts';
import { Crash } from '../pipelines/nurturing/brokerage.ts';
import { type NurturedWorld, playNurturedWorld } from '../pipelines/nurturing/play-world.ts';
import type { Spoken } from '../pipelines/nurturing/spoken.ts';
import { SAID_REASONS } from '../schemas/escalation.ts';
import { DEFAULT_SETTINGS } from '../schemas/nurture-settings.ts';
import { fakeJudges } from './unit/processors/fake-judges.ts';

const HARD = 'you know the one I mean';

/** Words that the fake judges hear: an intent, a reason to call a person, an opt-out. */
export function plainSpoken(): Spoken {
  let drawn: ReturnType<Spoken['takeMeaning']> | undefined;
  return {
    words: {
      message(intent) {
        drawn = { reasons: [], asks: true, ...(intent === 'opt_out' && { optsOut: true as const }) };
        return intent === 'opt_out' ? 'end_all' : `about ${intent}`;
      },
      answer: () => 'noted',
    },
    takeMeaning() {
      const meaning = drawn ?? { reasons: [], asks: false };
      drawn = undefined;
      return meaning;
    },
    planted(random) {
      // What only sounds like an opt-out, and what nobody understands, are routine.
      const routine = { reasons: [], asks: true, planted: 'routine' } as const;
      if (random() < 0.3) return { text: pick(random, ['maybe_end_all', HARD, HARD]), meaning: routine };
      const reason = pick(random, SAID_REASONS);
      return { text: `this is ${reason}`, meaning: { reasons: [reason], asks: true, planted: reason } };
    },
    optOut: (random) => pick(random, ['end_all', 'maybe_end_all']),
  };
}

export type SmallWorld = Pick<NurturedWorld, 'seed'> &
  Partial<Omit<NurturedWorld, 'judges' | 'spoken' | 'learns'>>;

export async function playSmallWorld(world: SmallWorld) {
  const playing = playNurturedWorld({
    ...{ leads: 60, days: 20, arriveWithin: 8, effect: 'real', learns: false, stepMinutes: 60 },
    ...{ judges: fakeJudges, spoken: plainSpoken() },
    ...world,
  });
  for (;;) {
    const { value, done } = await playing.next();
    if (done) return value;
  }
}

export const violationsOf = (run: NurturedRun, settings = DEFAULT_SETTINGS): Violation[] =>
  auditSends(run.sent, new Map(run.leads.map(({ lead, truth }) => [lead, truth])), settings);

/** A log whose n-th commit dies, before it is written or right after, for each n of `at`. */
export function crashing(at: readonly { commit: number; written: boolean }[]): (log: ShardLog) => ShardLog {
  let n = 0;
  return (log) => ({
    ...log,
    async commit(commit) {
      const crash = at.find((one) => one.commit === n);
      n++;
      if (crash && !crash.written) throw new Crash('before the commit');
      const result = await log.commit(commit);
      if (crash) throw new Crash('after the commit');
      return result;
    },
  });
}

/** What the engine said and what it remembers, shard by shard: all that must not know of a crash. */
export function bytesOf({ brokerage: { leads } }: Awaited<ReturnType<typeof playSmallWorld>>): string[] {
  return Array.from({ length: leads.shards }, (_, shard) => {
    const { streams, states } = leads.shard(shard);
    // Of one lead the order is promised; two leads' timers of the same moment may fire in either.
    const said = streams.actions
      .map(({ fields }) => fields)
      .sort((a, b) => (String(a.lead) < String(b.lead) ? -1 : Number(a.lead !== b.lead)));
    const known = [...states]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, bytes]) => [key, Buffer.from(bytes).toString('base64')]);
    return hash('sha256', JSON.stringify([said, known]), 'hex');
  });
}
