/** Segments, intents, ablation and the public table. */
import type { PublicTable } from '../../survival/public-table.ts';
import { type Bar, barChart } from './bar-chart.ts';
import type { Role } from './chart.ts';
import { heatMap } from './heat-map.ts';
import { lineChart } from './line-chart.ts';
import { element, percent, score, section, table } from './markup.ts';
import type { AblationSection, IntentSection, SegmentSection } from './page-figures.ts';

export function ablationSection({ about, parts }: AblationSection): string {
  const ends = parts.flatMap(({ loss, low, high }) => [loss, low ?? loss, high ?? loss]);
  const chart = barChart({
    title: 'What each part is worth',
    note: 'A part at or below 0 does not pay; lines are 95 % intervals.',
    axis: 'rise of the integrated Brier score without it',
    rows: [...parts]
      .sort((a, b) => b.loss - a.loss)
      .map(({ name, loss, low, high }) => {
        const interval = low === undefined || high === undefined ? {} : { low, high };
        return { name, bars: [{ name, role: 'ours' as const, value: loss, ...interval }] };
      }),
    from: Math.min(0, ...ends),
    to: Math.max(1e-4, ...ends),
    format: (value) => score(value, 4),
  });
  return section('Ablation of every member', about, chart);
}

export function segmentSection(shown: SegmentSection): string {
  const { segments, confusion, accuracy } = shown;
  const others: Role[] = ['baseline', 'second', 'third'];
  const { after, models } = accuracy;
  const lowest = Math.min(...models.flatMap(({ top1 }) => top1));
  const lines = lineChart({
    title: 'Right after so many messages of the lead',
    note: 'Share of leads whose most probable segment is theirs.',
    x: { label: 'messages of the lead', from: -0.3, to: after.length - 0.7, format: String, names: after },
    y: {
      label: 'share right',
      from: Math.max(0, Math.floor(lowest * 10) / 10 - 0.1),
      to: 1,
      format: percent,
    },
    series: models.map(({ name, ours, top1 }, m) => ({
      ...{ name, role: ours ? ('ours' as const) : others[(m - 1) % others.length]!, marked: true },
      points: top1.map((y, x) => ({ x, y, says: `${percent(y)} after ${after[x]}` })),
    })),
  });
  const right = confusion.reduce((sum, row, i) => sum + row[i]!, 0);
  const total = confusion.flat().reduce((sum, count) => sum + count, 0);
  const map = heatMap({
    title: 'Which segment is taken for which',
    note: `Rows: the true segment; columns: the most probable one, after the whole conversation. ${right} of ${total} right.`,
    items: segments.map(({ id, group }) => ({ name: id, group })),
    counts: confusion,
  });
  return (
    section('Segments', `${segments.length} segments, on leads not learned from.`, lines, map) +
    hardestTable(shown)
  );
}

const HARDEST = 10;

/** Segments that are recognised least, and what is seen in them instead. */
function hardestTable({ segments, confusion }: SegmentSection): string {
  const name = (i: number) => segments[i]!.id.replaceAll('_', ' ');
  const all = confusion.map((row, truth) => {
    const leads = row.reduce((sum, count) => sum + count, 0);
    const others = row.flatMap((count, called) =>
      count === 0 || called === truth ? [] : [{ called, count }],
    );
    return { truth, leads, right: row[truth]!, others: others.sort((a, b) => b.count - a.count) };
  });
  const hardest = all
    .filter(({ right, leads }) => right < leads)
    .sort((a, b) => a.right / a.leads - b.right / b.leads)
    .slice(0, HARDEST);
  if (hardest.length === 0) return '';
  return (
    element('p', {}, 'Recognised least, after the whole conversation:') +
    table(
      ['segment', 'right', 'taken for'],
      hardest.map(({ truth, right, leads, others }) => [
        name(truth),
        `${right} of ${leads}`,
        others
          .map(({ called, count }) => (count > 1 ? `${name(called)} (${count})` : name(called)))
          .join(', '),
      ]),
    )
  );
}

export function intentSection({
  micro,
  macro,
  intents,
  optOut,
  fairHousing,
  escalation,
}: IntentSection): string {
  const sorted = [...intents].sort((a, b) => b.f1 - a.f1);
  const bars = ({ f1, baseline, annotator }: IntentSection['intents'][number]): Bar[] => [
    { name: 'Doorstep', role: 'ours', value: f1 },
    ...(baseline === undefined
      ? []
      : [{ name: 'n-gram baseline', role: 'baseline' as const, value: baseline }]),
    ...(annotator === undefined
      ? []
      : [{ name: 'second reader', role: 'oracle' as const, value: annotator }]),
  ];
  const third = Math.ceil(sorted.length / 3);
  const charts = [0, 1, 2]
    .map((part) => sorted.slice(part * third, (part + 1) * third))
    .filter((part) => part.length > 0)
    .map((part, i) =>
      barChart({
        title: i === 0 ? 'F1 by intent' : 'F1 by intent, continued',
        note: 'Best first; the number is of messages that carry it.',
        axis: 'F1',
        rows: part.map((intent) => ({ name: `${intent.id} ${intent.messages}`, bars: bars(intent) })),
        ...{ from: 0, to: 1, format: (value: number) => score(value, 2) },
      }),
    );
  const about = `Micro-F1 ${score(micro)}, macro-F1 ${score(macro)} over ${intents.length} intents, on messages not learned from.`;
  const apart = optOut
    ? ` Opting out has a model of its own: of ${optOut.lines} lines, recall ${score(optOut.recall)}, precision ${score(optOut.precision)}.`
    : '';
  const outbound = fairHousing
    ? ` So has fair housing: of ${fairHousing.lines} outbound drafts, ${percent(fairHousing.recall)} of the unlawful and ${percent(fairHousing.falseBlocks)} of the lawful ones are blocked.`
    : '';
  const handed = escalation
    ? ` So has what needs a person: of ${escalation.person} lines held out, recall ${score(escalation.recall)}, right reason ${score(escalation.reason)}; of ${escalation.routine} routine ones, ${escalation.falsePer100.toFixed(1)} in 100 go to a person.`
    : '';
  return section('Intents', about + apart + outbound + handed, ...charts);
}

export function publicTableSection(shown: PublicTable): string {
  const { rows, events, folds, grid, references } = shown;
  const measured = shown.figures.map(({ model, c, ibs }) => {
    return { name: model, role: (model === 'stacked' ? 'ours' : 'baseline') as Role, c, ibs };
  });
  const known = Object.entries(references).map(([name, { c, ibs }]) => {
    return { name: `reference ${name}`, role: 'oracle' as Role, c, ibs };
  });
  const all = [...measured, ...known];
  const chart = (title: string, note: string, axis: string, key: 'c' | 'ibs', to: number) =>
    barChart({
      ...{ title, note, axis, from: 0, to, format: (value: number) => score(value, 4) },
      rows: all.map((one) => ({ name: one.name, bars: [{ ...one, value: one[key] }] })),
    });
  const about =
    `Survival of ${rows} people (${events} deaths) by serum free light chains: a table anyone can fetch, to check the metrics and ` +
    `the static part of the ensemble against the world. Means over ${folds} fold${folds === 1 ? '' : 's'}; the integrated Brier score over ${grid}. ` +
    'References were measured by other software on folds of its own.';
  return [
    section(
      'Checked against the world',
      about,
      chart(
        'Concordance (Harrell)',
        'How often who died sooner was ranked higher; higher is better, .5 is chance.',
        'concordance',
        'c',
        1,
      ),
      chart(
        'Integrated Brier score',
        'Error of the survival curves; lower is better.',
        'integrated Brier score',
        'ibs',
        Math.max(...all.map((one) => one.ibs)),
      ),
    ),
    table(
      ['model', 'Harrell C', 'Uno C', 'integrated Brier', 'folds D-calibrated'],
      [
        ...shown.figures.map(({ model, c, unoC, ibs, dCalibrated }) => {
          return [model, score(c), score(unoC), score(ibs, 4), `${dCalibrated} of ${folds}`];
        }),
        ...known.map(({ name, c, ibs }) => [name, score(c), '–', score(ibs, 4), '–']),
      ],
    ),
  ].join('');
}
