/** Leads folded from frames, where what is fetched races what is heard. */
import { beforeEach, expect, it } from 'vitest';
import { createLeadViews, insightOf, type LeadViews } from '../../../infra/gateway/client/lead-views.ts';
import { fullInsight } from '../../../schemas/apply-delta.ts';
import type { StreamingInsight } from '../../../schemas/insight.ts';
import { erasure, type MadeUp, nextInsight } from '../../made-up-insight.ts';

/** The first so many insights of a lead; `after`: of one that was erased. */
function history(lead: string, count: number, after = 0, attention = 0.5): MadeUp[] {
  const made: MadeUp[] = [];
  for (let n = 0; n < count; n++)
    made.push(nextInsight(made.at(-1), { tenant: 'main', lead, agent: '', text: '', attention, after }));
  return made;
}
const full = ({ view, head }: MadeUp) => fullInsight(view, head);

let asked: { lead: string; answer(insight: StreamingInsight | null): void; fail(): void }[];
let forgotten: string[];
let views: LeadViews;
beforeEach(() => {
  asked = [];
  forgotten = [];
  views = createLeadViews({
    fetchLead: (lead) =>
      new Promise((answer, reject) => asked.push({ lead, answer, fail: () => reject(new Error('away')) })),
    onChange: () => {},
    onForget: (lead) => void forgotten.push(lead),
  });
});
/** Lets answers arrive. */
const arrived = () => new Promise((resolve) => setImmediate(resolve));
const known = (lead: string) => {
  const view = views.get(lead);
  return view && insightOf(view);
};

it('fetches a lead whose beginning it did not hear, and goes on with what came meanwhile', async () => {
  const [, second, third, fourth] = history('a', 4) as [MadeUp, MadeUp, MadeUp, MadeUp];
  views.apply(second.head);
  views.apply(third.head);
  views.apply(fourth.head);
  expect(asked.map(({ lead }) => lead)).toEqual(['a']);
  asked[0]!.answer(full(third)); // has some of it already
  await arrived();
  expect(known('a')).toEqual(full(fourth));
});

it('keeps a state that is newer than what was fetched', async () => {
  const [, second, third] = history('a', 3) as [MadeUp, MadeUp, MadeUp];
  views.apply(second.head);
  views.put(full(third));
  asked[0]!.answer(full(second));
  await arrived();
  expect(known('a')).toEqual(full(third));
});

it('lets go of an answer that was asked for before a new snapshot: it may be of another history', async () => {
  const [first, second, third] = history('a', 3) as [MadeUp, MadeUp, MadeUp];
  views.apply(third.head);
  views.replace([full(second)]);
  asked[0]!.answer(full(third));
  await arrived();
  expect(known('a')).toEqual(full(second));
  views.replace([full(first)]); // rolled back
  expect(known('a')).toEqual(full(first));
});

it('forgets an erased lead, and begins anew with what comes after', async () => {
  const [, second] = history('a', 2) as [MadeUp, MadeUp];
  const [again] = history('a', 1, 3) as [MadeUp];
  views.apply(second.head);
  views.apply(erasure(second));
  views.apply(again.head);
  asked[0]!.answer(null); // read between the two
  await arrived();
  expect(asked.length).toBe(2);
  asked[1]!.answer(full(again));
  await arrived();
  expect(known('a')).toEqual(full(again));
  views.apply(erasure(again));
  expect(known('a')).toBeUndefined();
  expect(forgotten).toEqual(['a']);
});

it('does not ask forever for a lead that is gone', async () => {
  const [, second] = history('a', 2) as [MadeUp, MadeUp];
  views.apply(second.head);
  asked[0]!.answer(null);
  await arrived();
  expect(asked.length).toBe(1);
});

it('asks again when an answer fails, though nothing more is heard', async () => {
  const [, second] = history('a', 2) as [MadeUp, MadeUp];
  views.apply(second.head);
  asked[0]!.fail();
  await expect.poll(() => asked.length, { timeout: 5000 }).toBe(2);
  asked[1]!.answer(full(second));
  await arrived();
  expect(known('a')).toEqual(full(second));
});

it('forgets those that deserve attention least when there are too many', () => {
  for (let n = 0; n <= 2200; n++) {
    const [first] = history(`lead ${n}`, 1, 0, n / 3000) as [MadeUp];
    views.apply(first.head);
  }
  expect([...views.all()].length).toBe(2000);
  expect(forgotten[0]).toBe('lead 0');
  expect(known('lead 2200')).toBeDefined();
});
