import { describe, expect, it } from 'vitest';
import { joinOutcome, type LeadLearning } from '../../../../models/learning/join-outcomes.ts';
import type { ForecastFacts } from '../../../../schemas/forecast-facts.ts';
import type { JudgedForecast } from '../../../../schemas/judged-forecast.ts';
import { fact, facts } from './made-up-facts.ts';

function join(told: ForecastFacts[]) {
  let state: LeadLearning | null = null;
  const judged: JudgedForecast[] = [];
  for (const one of told) {
    const joined = joinOutcome(state, one);
    state = joined.state;
    judged.push(...joined.judged);
  }
  return { state, judged };
}

const brief = ({ landmark, result, days, seq, knownBy }: JudgedForecast) =>
  `${landmark} (${seq}): ${result} ${days} by ${knownBy}`;

describe('landmarks', () => {
  it('are the first forecast at each age, not made up for where an age passed in silence', () => {
    const { judged } = join([0, 0.5, 1, 5, 8, 8.5, 61, 200].map((day, i) => facts(i + 1, day)));
    expect(judged.filter(({ days }) => days === 0).map(({ landmark, seq }) => [landmark, seq])).toEqual([
      ['day 0', 1],
      ['day 1', 3],
      ['day 3', 4],
      ['day 7', 5],
      ['day 60', 7],
    ]);
  });

  it('are also the first commitment of the serving model, and of no other', () => {
    const date = fact({ kind: 'date' });
    const { judged } = join([
      facts(1, 0, { forecasts: [fact(), fact({ version: 'v2', kind: 'date' })] }),
      facts(2, 0.1, { forecasts: [date, fact({ version: 'v2' })] }),
      facts(3, 0.2, { forecasts: [date] }),
    ]);
    expect(judged.map((j) => [j.landmark, j.seq, j.forecast.version, j.served])).toEqual([
      ['day 0', 1, 'v1', true],
      ['day 0', 1, 'v2', false],
      ['commitment', 2, 'v1', true],
      ['commitment', 2, 'v2', false],
    ]);
  });

  it('keep at most eight of a lead waiting', () => {
    const days = Array.from({ length: 90 }, (_, day) => day);
    const { state } = join(days.map((day, i) => facts(i + 1, day, { forecasts: [fact({ kind: 'date' })] })));
    expect(state!.waiting).toHaveLength(8);
  });
});

describe('outcomes', () => {
  it('reach every waiting forecast, with the days from each', () => {
    const end = facts(3, 12.5, { status: 'converted', forecasts: [] });
    const { state, judged } = join([facts(1, 0), facts(2, 3), end]);
    expect(judged.map(brief)).toEqual([
      'day 0 (1): open 0 by 1',
      'day 3 (2): open 0 by 2',
      'day 0 (1): converted 12.5 by 3',
      'day 3 (2): converted 9.5 by 3',
    ]);
    expect(state!.waiting).toEqual([]);
  });

  it('come late: a lead still open when its days are over is told so once each, then forgotten', () => {
    const { state, judged } = join([0, 29, 30, 31, 95, 181, 366].map((day, i) => facts(i + 1, day)));
    expect(judged.filter(({ landmark }) => landmark === 'day 0').map(brief)).toEqual([
      'day 0 (1): open 0 by 1',
      'day 0 (1): open 30 by 3',
      'day 0 (1): open 90 by 5',
      'day 0 (1): open 180 by 6',
      'day 0 (1): open 365 by 7',
    ]);
    expect(state!.waiting.map(({ landmark }) => landmark)).not.toContain('day 0');
  });

  it('may be taken back: a lost lead that returns and converts is a conversion', () => {
    const { judged } = join([
      facts(1, 0),
      facts(2, 10, { status: 'lost', forecasts: [] }),
      facts(3, 11, { status: 'opted_out', forecasts: [] }),
      facts(4, 20),
      facts(5, 25, { status: 'converted', forecasts: [] }),
    ]);
    expect(judged.filter(({ seq }) => seq === 1).map(brief)).toEqual([
      'day 0 (1): open 0 by 1',
      'day 0 (1): lost 10 by 2',
      'day 0 (1): open 0 by 4',
      'day 0 (1): converted 25 by 5',
    ]);
  });

  it('of an erased lead are nobody’s', () => {
    expect(join([facts(1, 0), facts(2, 1, { status: 'erased', forecasts: [] })]).state).toBeNull();
  });
});
