/** The report of competition in simulation: figures in, one self-contained HTML page out. */
import type { CalibrationBin, ThreatFigures } from '../threat/figures.ts';
import type { CompetitionFigures, PlantedShare } from './competition-figures.ts';
import { barChart } from './page/bar-chart.ts';
import { documentOf } from './page/build-page.ts';
import { lineChart } from './page/line-chart.ts';
import { element, escapeText, percent, score, section, table } from './page/markup.ts';

export interface CompetitionPage {
  engine: CompetitionFigures;
  model: ThreatFigures;
}

/** @returns the same text for the same figures */
export function buildCompetitionPage({ engine, model }: CompetitionPage): string {
  const title = 'Competition in simulation';
  const notes = [
    `Simulated: ${engine.leads} leads over ${engine.days} days (seed ${engine.seed}). How rivals court, what leads let on and how often nothing shows is assumed (models/simulator/rivals), not fitted to any brokerage: no figure here is one of the field.`,
    `The flows of leads and of the market are those that run in production, on logs in memory and a simulated clock: ${engine.entries} entries, ${engine.dead} of them dead. Nothing is sent, so no counter-strategy has an effect.`,
  ];
  return documentOf(title, [
    element('h1', {}, escapeText(title)),
    ...notes.map((note) => element('p', {}, escapeText(note))),
    plantedSection(engine),
    warningSection(engine, model),
    calibrationSection(engine, model),
    modelSection(model),
    runSection(engine),
  ]);
}

const row = (name: string, { of, alerted, critical }: PlantedShare): string[] => [
  name,
  String(of),
  percent(alerted / of),
  percent(critical / of),
];

function plantedSection({ planted, falseCriticals }: CompetitionFigures): string {
  return [
    section(
      'What was planted',
      `An alert at high or above within the hour, or one that stood open. Decoys only sound grave. False: critical alerts that neither something planted nor a loss to a competitor within 14 days accounts for, ${falseCriticals.count}, which is ${score(falseCriticals.per100LeadsAWeek, 2)} per 100 open leads a week; the aim is below 1.`,
    ),
    table(
      ['event', 'planted', 'alerted', 'as critical'],
      [
        row('all that must be alerted', planted.all),
        ...Object.entries(planted.byKind).map(([kind, share]) => row(kind.replaceAll('_', ' '), share)),
        row('decoys', planted.decoys),
      ],
    ),
  ].join('');
}

function warningSection({ warning }: CompetitionFigures, { alarms }: ThreatFigures): string {
  return section(
    'Early warning',
    `At high or above a day or more before a loss to a competitor, of losses that let on anything by then. In the engine ${warning.traced} of ${warning.losses} did (${percent(warning.withoutTrace)} left no trace); in the model’s world held out ${percent(alarms.withoutTrace)} of ${alarms.losses} left none, and ${percent(alarms.days.high + alarms.days.critical)} of days of open leads were at high or above. The line is the aim.`,
    barChart({
      ...{ title: 'Warned of', note: 'Of losses with a trace.', axis: 'share' },
      ...{ from: 0, to: 1, target: 0.8, format: percent },
      rows: [
        { name: 'in the engine', bars: [{ name: 'engine', role: 'ours', value: warning.warned }] },
        { name: 'the model alone', bars: [{ name: 'model', role: 'second', value: alarms.warned }] },
        { name: 'still so a day before', bars: [{ name: 'model', role: 'second', value: alarms.standing }] },
      ],
    }),
  );
}

function calibrationChart(title: string, note: string, bins: readonly CalibrationBin[]): string {
  const most = Math.max(0.05, ...bins.flatMap(({ forecast, observed }) => [forecast, observed]));
  const to = Math.min(1, Math.ceil(most * 10) / 10);
  return lineChart({
    ...{ title, note, diagonal: true },
    x: { label: 'threat said', from: 0, to, format: percent },
    y: { label: 'lost to a competitor in 14 days', from: 0, to, format: percent },
    series: [
      {
        ...{ name: 'tenths', role: 'ours', marked: true },
        points: bins.map(({ rows, forecast, observed }) => ({
          x: forecast,
          y: observed,
          says: `${percent(forecast)} said, ${percent(observed)} lost, of ${rows}`,
        })),
      },
    ],
  });
}

function calibrationSection({ calibration }: CompetitionFigures, model: ThreatFigures): string {
  return section(
    'Do threats mean what they say',
    `Tenths by the probability said. In the engine ${calibration.said} threats were said of open leads, each when it moved: these are looks at a move, and of few leads, those among them for whom something was planted: many of those are lost whatever was said before, and the worlds that the model learned from plant nothing. The model alone is looked at on every day.`,
    calibrationChart(
      'The model alone',
      `${model.looks} days of ${model.leads} leads held out.`,
      model.calibration,
    ),
    ...(calibration.bins.length > 0
      ? [calibrationChart('In the engine', `${calibration.said} threats.`, calibration.bins)]
      : []),
  );
}

function modelSection({ brier, auc, rate }: ThreatFigures): string {
  return [
    section(
      'The model beside others',
      `On the same days of a world held out by seed, ${percent(rate)} of which were followed by a loss to a competitor within 14 days. The oracle knows every latent, and whether a lead that shows nothing is courted.`,
    ),
    table(
      ['', 'Brier score', 'AUC'],
      [
        ['the rate of the worlds learned from', score(brier.rate, 4), '.5'],
        ['mentioned a rival within 14 days', score(brier.mentioned, 4), score(auc.mentioned)],
        ['forest', score(brier.forest, 4), score(auc.forest)],
        ['logistic, which serves', score(brier.ours, 4), score(auc.ours)],
        ['oracle', score(brier.oracle, 4), score(auc.oracle)],
      ],
    ),
  ].join('');
}

function runSection({ alerts, records, checks }: CompetitionFigures): string {
  return [
    section(
      'How much was said',
      `${alerts.raised} alerts of ${alerts.leads} leads; at most ${alerts.mostOfALead} of one lead, and ${alerts.mostInADay} of one in a day. Competitive checks: ${checks.fired} fired, ${checks.twice} twice, ${checks.lost} lost.`,
    ),
    table(
      ['records', ''],
      Object.entries(records).map(([kind, count]) => [kind, String(count)]),
    ),
  ].join('');
}
