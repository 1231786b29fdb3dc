import { describe, expect, it } from 'vitest';
import { type CompetitionRun, competitionFigures } from '../../../models/evaluation/competition-figures.ts';
import { buildCompetitionPage } from '../../../models/evaluation/competition-page.ts';
import type { RivalTruth } from '../../../models/simulator/rivals/rival-lead.ts';
import { readThreatCard } from '../../../pipelines/train-threat.ts';
import type { CompetitionRecord, CompetitiveAlert, ThreatLevel } from '../../../schemas/competition.ts';

const DAY = 86_400_000;
const START = Date.UTC(2024, 0, 1);
const on = (day: number) => new Date(START + day * DAY).toISOString();

const truth = (lead: string, lost: number | null, traced: number | null = null): RivalTruth => ({
  ...{
    lead,
    arrivedDay: 0,
    endedDay: lost ?? Number.POSITIVE_INFINITY,
    discreet: false,
    affairs: [],
    sudden: false,
  },
  lostAt: lost === null ? null : START + (lost + 0.5) * DAY,
  lostDay: lost,
  lostTo: lost === null ? null : 'rival-1',
  traces: traced === null ? [] : [{ at: START + traced * DAY, kind: 'mention' }],
});
const alert = (
  lead: string,
  day: number,
  level: ThreatLevel,
  step: CompetitiveAlert['step'] = 'raised',
  id = `${lead}-${day}`,
): CompetitiveAlert => ({
  ...{ id, tenant: 'main', lead, at: on(day), kind: 'alert', step, level, cause: 'threat', text: '' },
  ...{ seq: 1, reasons: [], p: 0.5, valueAtRisk: 1000, dueAt: on(day + 1), raised: 0 },
});
const threat = (lead: string, day: number, level: ThreatLevel, p: number): CompetitionRecord => ({
  ...{ id: `${lead}:${day}`, tenant: 'main', lead, at: on(day), kind: 'threat', level, from: 'none', p },
  ...{ valueAtRisk: 0, model: '1' },
});
const plant = (lead: string, day: number, must: boolean): CompetitionRun['planted'][number] => ({
  ...{ lead, kind: must ? 'switching' : 'decoy', must, at: START + day * DAY, event: 'e', text: '' },
});

const run = (change: Partial<CompetitionRun>): CompetitionRun => ({
  ...{ leads: 4, days: 70, seed: 1, records: [], planted: [], entries: 10, dead: 0 },
  truth: [truth('a', null), truth('b', 40, 30), truth('c', 50), truth('d', null)],
  checks: { fired: 3, twice: 0, lost: 0 },
  ...change,
});

describe('figures of competition', () => {
  it('find a planted event alerted within the hour, or while an alert stands open, by its level', () => {
    const planted = [plant('a', 5, true), plant('b', 5, true), plant('c', 5, true), plant('d', 5, true)];
    const { planted: found } = competitionFigures(
      run({
        planted,
        records: [
          ...[
            alert('b', 1, 'critical'),
            alert('c', 2, 'critical', 'raised', 'c1'),
            alert('c', 3, 'none', 'closed', 'c1'),
          ],
          ...[alert('a', 5.01, 'high'), alert('d', 5.2, 'critical')],
        ],
      }),
    );
    expect(found.all).toEqual({ of: 4, alerted: 2, critical: 1 });
    expect(found.byKind).toEqual({ switching: found.all });
    expect(found.decoys.of).toBe(0);
  });

  it('call a critical alert false where neither a planted event nor a loss within 14 days accounts for it', () => {
    const records = [
      ...[alert('a', 6, 'critical'), alert('a', 30, 'critical'), alert('b', 20, 'critical')],
      ...[
        alert('b', 28, 'critical'),
        alert('c', 49, 'critical'),
        alert('d', 9, 'critical'),
        alert('d', 9, 'high'),
      ],
    ];
    records.push(
      alert('b', 21, 'critical', 'grown', 'b-20'),
      alert('a', 31, 'critical', 'escalated', 'a-30'),
    );
    const planted = [plant('a', 5, true), plant('d', 8.9, false)];
    const { falseCriticals } = competitionFigures(run({ planted, records }));
    // Of a at day 30, b at day 20, and d, to whom only a decoy happened.
    expect(falseCriticals.count).toBe(3);
    expect(falseCriticals.per100LeadsAWeek).toBeCloseTo((100 * 3) / ((70 + 40 + 50 + 70) / 7), 9);
  });

  it('count a warning between the first trace and a day before the loss', () => {
    const warned = (...records: CompetitionRecord[]) => competitionFigures(run({ records })).warning;
    expect(warned()).toEqual({ losses: 2, withoutTrace: 0.5, traced: 1, warned: 0 });
    expect(warned(threat('b', 35, 'high', 0.3)).warned).toBe(1);
    expect(warned(threat('b', 35, 'watch', 0.3)).warned).toBe(0);
    expect(warned(threat('b', 39.8, 'critical', 0.9)).warned).toBe(0);
    expect(warned(threat('b', 10, 'critical', 0.9)).warned).toBe(0);
  });

  it('hold threats said of open leads against what came', () => {
    const records = [
      threat('b', 35, 'high', 0.3),
      threat('b', 20, 'high', 0.2),
      threat('b', 41, 'high', 0.9),
      threat('a', 69, 'high', 0.9),
    ];
    const { calibration } = competitionFigures(run({ records }));
    expect(calibration).toMatchObject({ said: 2, rate: 0.5 });
  });

  it('tell storms', () => {
    const records = [1, 2, 2.2, 2.4].map((day) => alert('a', day, 'high')).concat(alert('b', 1, 'high'));
    const grown = alert('b', 1.1, 'critical', 'grown');
    expect(competitionFigures(run({ records: [...records, grown] })).alerts).toEqual({
      raised: 5,
      leads: 2,
      mostOfALead: 4,
      mostInADay: 3,
    });
  });
});

describe('the page of competition', () => {
  const model = readThreatCard(new URL('../../../models/', import.meta.url)).figures.heldOut;

  it('says that all is simulated, plots calibration, and shows the figures', () => {
    const records = Array.from({ length: 40 }, (_, i) => threat('a', i / 2, 'high', i / 50));
    const engine = competitionFigures(run({ planted: [plant('a', 5, true)], records }));
    const page = buildCompetitionPage({ engine, model });
    expect(page).toContain('Simulated: 4 leads over 70 days (seed 1)');
    expect(page.match(/<svg/g)!.length).toBe(3);
    expect(page).toContain('3 fired, 0 twice, 0 lost');
    expect(page).not.toContain('NaN');
    expect(page).toBe(buildCompetitionPage({ engine, model }));
  });
});
