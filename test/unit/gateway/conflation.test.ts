import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createConflation, MAX_MISSED_LEADS, toldUpTo } from '../../../infra/gateway/conflation.ts';
import { compareIds, idBefore, isStreamId } from '../../../infra/gateway/stream-id.ts';

const entry = (shard: number, n: number, lead: string) => ({
  ...{ shard, id: `100-${n}`, tenant: 'main', lead, agent: '', body: new Uint8Array() },
});

it('never promises what was not told', () => {
  const action = fc.oneof(fc.record({ miss: fc.nat(2), lead: fc.nat(5) }), fc.record({ tell: fc.nat(6) }));
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
      const conflation = createConflation();
      /** Missed and not told, as (shard, id) by lead. */
      const owed = new Map<string, { shard: number; id: string }>();
      let n = 0;
      for (const step of actions) {
        if ('miss' in step) {
          const missed = entry(step.miss, ++n, `${step.miss}/${step.lead}`);
          expect(conflation.miss(missed)).toBe(true);
          if (!owed.has(missed.lead)) owed.set(missed.lead, missed);
          continue;
        }
        const share = conflation.take();
        if (!share) continue;
        let left = step.tell;
        for (const lead of [...share.leads]) {
          if (left-- === 0) break;
          share.leads.delete(lead);
          owed.delete(lead);
          const offset = toldUpTo(share, share.leads.size === 0);
          for (const { shard, id } of owed.values()) {
            if (shard === share.shard) expect(compareIds(offset, id)).toBeLessThan(0);
          }
        }
        if (share.leads.size) conflation.restore(share);
      }
      for (let share = conflation.take(); share; share = conflation.take()) {
        for (const lead of share.leads) owed.delete(lead);
      }
      expect(owed.size).toBe(0);
    }),
  );
});

it('says when more leads are missed than are kept', () => {
  const conflation = createConflation();
  for (let i = 0; i < MAX_MISSED_LEADS; i++) expect(conflation.miss(entry(i % 3, i, `${i}`))).toBe(true);
  expect(conflation.miss(entry(0, 5000, '0'))).toBe(true);
  expect(conflation.miss(entry(0, 5001, 'one more'))).toBe(false);
});

it('orders stream ids as Redis does, and finds the one before', () => {
  const part = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
  fc.assert(
    fc.property(part, part, part, part, (a, b, c, d) => {
      const order = a === c ? (b < d ? -1 : b > d ? 1 : 0) : a < c ? -1 : 1;
      expect(Math.sign(compareIds(`${a}-${b}`, `${c}-${d}`))).toBe(order);
    }),
  );
  fc.assert(
    fc.property(part, part, (a, b) => {
      fc.pre(a > 0n || b > 0n);
      const before = idBefore(`${a}-${b}`);
      expect(isStreamId(before)).toBe(true);
      expect(compareIds(before, `${a}-${b}`)).toBeLessThan(0);
    }),
  );
  expect(idBefore('5-0')).toBe('4-18446744073709551615');
  expect(['1-1', '1', 'x-1', '-1-1', '1-1 '].map(isStreamId)).toEqual([true, false, false, false, false]);
});
