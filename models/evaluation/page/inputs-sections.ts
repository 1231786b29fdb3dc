/** What judgements come from: the ablation of timing, and what the probe finds in the inputs. */
import type { Recall, TimingFigures } from '../evaluate-timing.ts';
import type { ProxyFigure } from '../proxy-figures.ts';
import { type Bar, barChart } from './bar-chart.ts';
import type { Role } from './chart.ts';
import { percent, score, section } from './markup.ts';

const VIEW_BARS: [key: 'all' | 'words' | 'behaviour', name: string, role: Role][] = [
  ['all', 'all inputs', 'ours'],
  ['behaviour', 'behaviour only', 'second'],
  ['words', 'words only', 'baseline'],
];

export function timingSection(timing: readonly TimingFigures[]): string {
  const bar = ({ recall, low, high }: Recall, name: string, role: Role): Bar => {
    return { name, role, value: recall, low, high };
  };
  const chart = barChart({
    title: 'Recall of segments of timing, by what the network sees',
    note: 'Leads whose most probable segment is theirs, after all messages; lines are 95 % intervals (Wilson).',
    axis: 'share of leads recognised',
    rows: timing.map((one) => ({
      name: one.group,
      bars: VIEW_BARS.map(([key, name, role]) => bar(one[key], name, role)),
    })),
    ...{ from: 0, to: 1, format: (value: number) => percent(Math.round(value * 100) / 100) },
  });
  const about =
    'Networks trained on leads-disjoint folds, once with every input, once with only what was written, once with only when and how something was done. ' +
    'Leads written for training are among those asked for, by networks that had not seen them. ' +
    timingText(timing);
  return section('What segments of timing come from', about, chart);
}

function timingText(timing: readonly TimingFigures[]): string {
  const five = timing.find(({ group }) => group === 'all five');
  const others = timing.find(({ group }) => group === 'the others');
  if (!five || !others) return '';
  const lost = ({ lostWithout: { behaviour: d } }: TimingFigures) =>
    `${percent(d.mean)} (95 % interval ${percent(d.low)} to ${percent(d.high)})`;
  return (
    `By behaviour alone ${percent(five.behaviour.recall)} of the ${five.leads} leads of these five segments are recognised, and ` +
    `${percent(others.behaviour.recall)} of all others. Hiding behaviour loses ${lost(five)} of the five's leads, and ${lost(others)} of the others'.`
  );
}

export function proxySection(proxies: readonly ProxyFigure[]): string {
  const hidden = [...new Set(proxies.map((one) => one.hidden))];
  const charts = hidden.map((what) => {
    const own = proxies.filter((one) => one.hidden === what);
    const { cases, positives, chanceLow, chanceHigh } = own[0]!;
    return barChart({
      title: `Telling: ${what}`,
      note: `${positives} of ${cases} cases. Without any proxy 95 % of worlds lie between ${score(chanceLow)} and ${score(chanceHigh)}; lines are 95 % intervals.`,
      axis: 'area under the ROC curve; .5 is chance',
      rows: own.map(({ inputs, auc, low, high, found }) => ({
        name: inputs,
        bars: [{ name: inputs, role: found ? ('third' as const) : ('ours' as const), value: auc, low, high }],
      })),
      ...{ from: 0, to: 1, target: 0.5, format: (value: number) => score(value, 2) },
    });
  });
  const found = proxies.filter((one) => one.found);
  const said =
    found.length === 0
      ? 'It found none.'
      : `It found ${found.length} of ${proxies.length}, drawn in another colour.`;
  const about =
    'A logistic probe tries to tell from the models’ inputs what they must not know. Names and postcodes are in no data: they are assigned to ' +
    `simulated leads. A probe that finds nothing proves little; one that finds something has found a proxy. ${said}`;
  return section('Fair housing: what inputs give away', about, ...charts);
}
