/** Joining forecasts with outcomes: whatever comes twice or late, the same is learned. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinOutcome, type LeadLearning } from '../../models/learning/join-outcomes.ts';
import type { ForecastFacts } from '../../schemas/forecast-facts.ts';
import type { JudgedForecast } from '../../schemas/judged-forecast.ts';
import { fact, facts } from '../unit/models/learning/made-up-facts.ts';

/** A lead's life: days between insights, and how it stands at each. */
const life = fc.array(
  fc.record({
    gap: fc.double({ min: 0, max: 70, noNaN: true }),
    status: fc.constantFrom<ForecastFacts['status']>(
      'open',
      'open',
      'open',
      'open',
      'converted',
      'lost',
      'opted_out',
    ),
    kind: fc.constantFrom('date' as const, 'window' as const),
  }),
  { minLength: 1, maxLength: 25 },
);
type Life = typeof life extends fc.Arbitrary<infer T> ? T : never;

function told(steps: Life): ForecastFacts[] {
  let day = 0;
  return steps.map(({ gap, status, kind }, i) => {
    day += i === 0 ? 0 : gap;
    return facts(i + 1, day, { status, forecasts: status === 'open' ? [fact({ kind })] : [] });
  });
}

function join(all: readonly ForecastFacts[]) {
  let state: LeadLearning | null = null;
  const judged: JudgedForecast[] = [];
  for (const one of all) {
    const joined = joinOutcome(state, one);
    state = joined.state;
    judged.push(...joined.judged);
  }
  return { state, judged };
}

describe('joining', () => {
  it('learns the same whatever is repeated, however late', () => {
    fc.assert(
      fc.property(life, fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 20 }), (steps, repeats) => {
        const once = told(steps);
        const again = [...once];
        for (const [what, where] of repeats) {
          const of = what % once.length;
          // Never before its first coming: a stream has an order.
          const from = again.indexOf(once[of]!) + 1;
          again.splice(from + (where % (again.length - from + 1)), 0, structuredClone(once[of]!));
        }
        expect(join(again)).toEqual(join(once));
      }),
    );
  });

  it('goes on from its state, through JSON, wherever it was cut', () => {
    fc.assert(
      fc.property(life, fc.nat(), (steps, at) => {
        const all = told(steps);
        const cut = at % (all.length + 1);
        const first = join(all.slice(0, cut));
        let state = JSON.parse(JSON.stringify(first.state)) as LeadLearning | null;
        const judged = [...first.judged];
        for (const one of all.slice(cut)) {
          const joined = joinOutcome(state, one);
          state = joined.state;
          judged.push(...joined.judged);
        }
        expect({ state, judged }).toEqual(join(all));
      }),
    );
  });

  it('keeps at most eight forecasts of a lead, and never a day that had not come', () => {
    fc.assert(
      fc.property(life, (steps) => {
        const all = told(steps);
        const { state, judged } = join(all);
        expect(state!.waiting.length).toBeLessThanOrEqual(8);
        for (const { at, days, knownBy } of judged) {
          const by = all.find(({ seq }) => seq === knownBy)!.at;
          expect(days).toBeLessThanOrEqual((by - at) / 86_400_000 + 1e-9);
        }
      }),
    );
  });
});
