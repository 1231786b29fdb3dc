/** Forecasts on histories: calibration, intervals, commitments, and the ensemble beside its rivals. */
import type { ForecasterFigures, GroupFigures, HistoryFigures } from '../history-figures.ts';
import { type Bar, barChart } from './bar-chart.ts';
import type { Role } from './chart.ts';
import { lineChart } from './line-chart.ts';
import { element, escapeText, percent, score, table } from './markup.ts';
import type { HistorySection } from './page-figures.ts';

/** Ours, and the oracle where there is one. */
const both = ({ ours, oracle }: GroupFigures): { name: string; role: Role; of: ForecasterFigures }[] => [
  { name: 'Doorstep', role: 'ours', of: ours },
  ...(oracle ? [{ name: 'oracle', role: 'oracle' as const, of: oracle }] : []),
];

const shares = { from: 0, to: 1, format: (value: number) => percent(Math.round(value * 100) / 100) };

const calibrationChart = (group: GroupFigures): string =>
  lineChart({
    title: `Calibration: ${group.group}`,
    note: `Tenths of forecasts; those that mean what they say lie on the dashed line. Expected calibration error ${percent(group.ours.calibrationError)}.`,
    x: { label: 'forecast: converts within a year', ...shares },
    y: { label: 'converted (Aalen–Johansen)', ...shares },
    diagonal: true,
    series: both(group).map(({ name, role, of }) => ({
      ...{ name, role, marked: true },
      points: of.calibration.map(({ forecast, observed }) => ({
        x: forecast,
        y: observed,
        says: `forecast ${percent(forecast)}, came ${percent(observed)}`,
      })),
    })),
  });

const coverageChart = (title: string, groups: readonly GroupFigures[], level: 0 | 1): string =>
  barChart({
    title,
    note: 'Conversions that fell within their interval, weighted for those cut off; the dashed line is what was promised.',
    axis: 'share of conversions within the interval',
    rows: groups.map((group) => ({
      name: group.group,
      bars: both(group).map(({ name, role, of }): Bar => {
        return { name, role, value: of.coverage[level]!.observed };
      }),
    })),
    ...shares,
    target: level === 0 ? 0.8 : 0.9,
  });

const hitChart = (group: GroupFigures): string =>
  lineChart({
    title: `Dates within two days: ${group.group}`,
    note: 'The surest forecasts first; a date whose lead never converts is a miss. The dashed line is the aim.',
    x: { label: 'share of forecasts committed to a date', ...shares },
    y: { label: 'share of decided dates that hit', ...shares },
    target: 0.98,
    series: both(group).map(({ name, role, of }) => ({
      ...{ name, role, marked: false },
      points: of.hitCurve.map(({ share, hitRate }) => ({ x: share, y: hitRate, says: percent(hitRate) })),
    })),
  });

/** The ensemble first, then the better before the worse. */
function rivalCharts({ rivals }: HistoryFigures): string[] {
  const role = (name: string): Role =>
    name === 'ensemble' ? 'ours' : name === 'oracle' ? 'oracle' : 'baseline';
  const chart = (
    title: string,
    note: string,
    axis: string,
    key: 'integratedBrier' | 'concordance',
    sign: 1 | -1,
  ) => {
    const shown = rivals.filter(({ name }) => !name.startsWith('without '));
    const sorted = shown.sort((a, b) => sign * (a[key] - b[key]));
    return barChart({
      ...{ title, note, axis, from: 0, format: (value: number) => score(value) },
      to: Math.max(...sorted.map((r) => r[key]).filter(Number.isFinite)),
      rows: sorted.map((r) => ({
        name: r.name,
        bars: [{ name: r.name, role: role(r.name), value: r[key] }],
      })),
    });
  };
  return [
    chart(
      'Integrated Brier score',
      'Error of the curves over a year; lower is better.',
      'integrated Brier score',
      'integratedBrier',
      1,
    ),
    chart(
      'Concordance',
      'How often who converts, and sooner, is ranked higher; .5 is chance.',
      'concordance',
      'concordance',
      -1,
    ),
  ];
}

function row({ group, leads, landmarks, followed, ours, oracle }: GroupFigures): string[] {
  const pair = (of: (f: ForecasterFigures) => number, write: (value: number) => string) =>
    oracle ? `${write(of(ours))} / ${write(of(oracle))}` : write(of(ours));
  return [
    group,
    String(leads),
    String(landmarks),
    percent(followed),
    pair((f) => f.brier, score),
    pair((f) => f.coverage[0]!.observed, percent),
    pair((f) => f.coverage[1]!.observed, percent),
    pair((f) => f.committed.share, percent),
    pair((f) => f.committed.hitRate, percent),
    pair((f) => f.committed.undecided, String),
  ];
}

const HEAD = [
  ...['group', 'leads', 'forecasts', 'outcome known', 'Brier', '80 % covers', '90 % covers', 'committed'],
  ...['hit ±2 days', 'undecided'],
];

function gapText({ all, preOffer }: HistoryFigures): string {
  const says = ({ group, behindOracle: gap }: GroupFigures) =>
    gap
      ? `Brier score above the oracle's by ${score(gap.mean, 4)} (${group}; 95 % interval by lead ${score(gap.low, 4)} to ${score(gap.high, 4)}).`
      : '';
  return [all, ...(preOffer ? [preOffer] : [])].map(says).filter(Boolean).join(' ');
}

function sureText({ all, preOffer }: HistoryFigures): string {
  const says = ({ group, atSure }: GroupFigures) => {
    if (!atSure) return '';
    const { ours, oracle } = atSure;
    const hit = ours.share > 0 ? `, of which ${percent(ours.hitRate)} hit where decided` : '';
    return (
      `Where the oracle hits 98 % (${group}), it commits to ${percent(oracle.share)} of forecasts; ` +
      `by the same threshold Doorstep commits to ${percent(ours.share)}${hit}.`
    );
  };
  return [all, ...(preOffer ? [preOffer] : [])].map(says).filter(Boolean).join(' ');
}

export function historySection({ name, about, figures }: HistorySection): string {
  const { all, preOffer, byStage, byCohort } = figures;
  const main = [all, ...(preOffer ? [preOffer] : [])];
  const charts = [
    ...main.map(calibrationChart),
    ...main.map(hitChart),
    ...rivalCharts(figures),
    coverageChart('80 % intervals by stage', [all, ...byStage], 0),
    coverageChart('90 % intervals by stage', [all, ...byStage], 1),
    ...(byCohort.length > 0
      ? [
          coverageChart('80 % intervals by cohort', byCohort, 0),
          coverageChart('90 % intervals by cohort', byCohort, 1),
        ]
      : []),
  ];
  return [
    element('h2', {}, escapeText(`Forecasts: ${name}`)),
    element('p', {}, escapeText(about)),
    element('p', {}, escapeText(gapText(figures))),
    element('p', {}, escapeText(sureText(figures))),
    element('div', { class: 'grid-of-figures' }, ...charts),
    all.oracle ? element('p', {}, 'Doorstep / oracle:') : '',
    table(HEAD, [...main, ...byStage, ...byCohort].map(row)),
  ].join('');
}
