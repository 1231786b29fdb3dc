/** The report of nurturing in simulation: figures in, one self-contained HTML page out. */
import type { ShareDifference } from '../policy/uplift.ts';
import { AUDITED } from '../simulator/send-audit.ts';
import type { Coverage, NoEffect } from './no-effect.ts';
import { type NurturingFigures, REPLY_DAYS, type Share } from './nurturing-figures.ts';
import type { EstimateFigures, Interval, PolicyFigures } from './nurturing-policies.ts';
import { type Bar, barChart } from './page/bar-chart.ts';
import { documentOf } from './page/build-page.ts';
import { element, escapeText, percent, score, section, table } from './page/markup.ts';

export interface NurturingPage {
  main: NurturingFigures;
  compared: { leads: number; days: number; seeds: number[]; policies: PolicyFigures[] };
  estimate: EstimateFigures;
  none: NoEffect;
}

/** @returns the same text for the same figures */
export function buildNurturingPage(page: NurturingPage): string {
  const { main } = page;
  const title = 'Nurturing in simulation';
  const notes = [
    `Simulated: ${main.leads} leads over ${main.days} days (seed ${main.seed}), whose hidden states decide what they make of a message. How they do is assumed, not fitted to any brokerage: no figure here is one of the field.`,
    'The flow of leads, the market, timers, registry and learning are those that run in production, on logs in memory and a simulated clock; the channel sends nothing. Every lead arrives within the days shown; a tenth is held out.',
    `What is told first is of the first world by the policy that learns; ${main.leads} leads are few, so that all of this page takes a quarter of an hour. The README has the figures of 5,000.`,
  ];
  return documentOf(title, [
    element('h1', {}, escapeText(title)),
    ...notes.map((note) => element('p', {}, escapeText(note))),
    automationSection(main),
    escalationSection(main),
    auditSection(main),
    upliftSection(main),
    policySection(page.compared),
    estimateSection(page.estimate),
    noneSection(page.none),
  ]);
}

const whisker = ({ share, low, high }: Share, name: string): Bar => ({
  ...{ name, role: 'ours', value: share, low, high },
});
const shares = (title: string, note: string, rows: readonly [string, Share][], target?: number): string =>
  barChart({
    ...{ title, note, axis: 'share, with 95 % intervals', from: 0, to: 1, format: percent },
    rows: rows.map(([name, share]) => ({
      name: `${name} (${share.of})`,
      bars: [whisker(share, `${name} (${share.of})`)],
    })),
    ...(target !== undefined && { target }),
  });

function automationSection({ automation, sends, entries }: NurturingFigures): string {
  const { all, messages, answered, askedBack, followUps, minutesToAnswer } = automation;
  return section(
    'Without a person',
    `Routine are messages that ask for something, to which no planted or labelled reason to call a person applies, written while no person has the lead; and follow-ups. Done alone: answered within two days by the engine, or sent without an approval. Of ${messages.of} routine messages the engine answered ${answered.engine} (${askedBack} of them by asking what was meant), a person ${answered.person}, nobody ${answered.nobody}; ${followUps.alone} follow-ups went out alone. Median to an answer: ${Math.round(minutesToAnswer)} minutes, quiet hours included. ${sends.withheld} orders were withheld before the call. ${entries} entries were worked.`,
    shares(
      'Routine interactions without a person',
      'The line is the aim.',
      [
        ['all', all],
        ['messages alone', messages],
      ],
      0.8,
    ),
  );
}

function escalationSection({ escalation }: NurturingFigures): string {
  const { planted, byReason, labelled, falseAlarms, plantedRoutine } = escalation;
  return section(
    'Calling a person',
    'Planted lines are those held out when the judge was made; half of them need a person, half only look as if they did. Labels of the corpus are intents (legal questions, complaints, asking for a person, offers): milder, and the judge learned from them.',
    shares(
      'Found',
      'Of messages that need a person. The line is the aim.',
      [
        ['planted', planted],
        ...Object.entries(byReason).map(([reason, share]): [string, Share] => [
          reason.replaceAll('_', ' '),
          share,
        ]),
        ['labelled in the corpus', labelled],
      ],
      0.95,
    ),
    shares('Called for nothing', 'Of messages that need nobody.', [
      ['of the corpus', falseAlarms],
      ['planted to mislead', plantedRoutine],
    ]),
  );
}

function auditSection({ violations, sends, outcomes }: NurturingFigures): string {
  const called = Object.entries(sends).reduce(
    (sum, [name, count]) => (name === 'withheld' ? sum : sum + count),
    0,
  );
  return [
    section(
      'What may not happen',
      `An audit that shares no code with the gate holds ${called} calls of channels against what is true in the world: hours by Intl and by the law of the state where the lead lives, opt-outs from the moment they were on the log and for every lead with that address, caps, consent, the holdout, leads in the hands of a person. Of ${outcomes.optOutsHeard.of} leads that opted out, ${outcomes.optOutsHeard.count} were heard to end all messages; of ${outcomes.silencedWrongly.of} that did not, ${outcomes.silencedWrongly.count} were taken to have done so, and are lost to the engine.`,
    ),
    table(
      ['rule', 'violations'],
      AUDITED.map((rule) => [rule, String(violations[rule])]),
    ),
  ].join('');
}

const difference = ({ difference: value, low, high }: ShareDifference, name: string): Bar => ({
  ...{ name, role: 'ours', value, low, high },
});

function upliftSection({ uplift: { leads, conversion, reply }, outcomes }: NurturingFigures): string {
  const bars = [
    { name: 'converts in the end', bars: [difference(conversion, 'converts in the end')] },
    { name: 'replies', bars: [difference(reply, 'replies')] },
  ];
  return section(
    'Against the holdout',
    `By intention to treat: ${leads.treated} treated leads less ${leads.holdout} held out, each there for ${REPLY_DAYS.to} days at least. Conversions are counted to each lead's end, lived on unseen: ${percent(conversion.treated)} and ${percent(conversion.holdout)}. Replies: anything the lead does from day ${REPLY_DAYS.from} to ${REPLY_DAYS.to}: ${percent(reply.treated)} and ${percent(reply.holdout)}. The holdout gets answers and no marketing. ${percent(outcomes.optedOut.share)} of treated leads opted out.`,
    barChart({
      ...{ title: 'Treated less held out', note: 'An interval that holds 0 shows no effect.' },
      ...{ axis: 'difference of shares', rows: bars, format: percent },
      from: Math.min(0, conversion.low, reply.low),
      to: Math.max(0.01, conversion.high, reply.high),
    }),
  );
}

const shown = ({ value, low, high }: Interval, digits = 3): string =>
  `${score(value, digits)} (${score(low, digits)} to ${score(high, digits)})`;

function policySection({ leads, days, seeds, policies }: NurturingPage['compared']): string {
  const rows = policies.map(({ name, decisions, touches, reward, messages, optOuts, conversions }) => [
    ...[
      name,
      String(decisions),
      score(touches, 1),
      shown(reward),
      shown(messages, 2),
      shown(optOuts),
      shown(conversions),
    ],
  ]);
  const paired = policies.flatMap(({ name, versus }) =>
    versus
      ? [
          [
            name,
            shown(versus.reward),
            shown(versus.messages, 2),
            shown(versus.optOuts),
            shown(versus.conversions),
          ],
        ]
      : [],
  );
  const first = policies[0]!.name;
  return [
    section(
      'Policies side by side',
      `The same worlds for each, seeds ${seeds.join(', ')}: ${leads} leads and ${days} days. Fixed is the cadence, best fixed the table of the arm that did best in a segment group of another world; both explore in a tenth of decisions. Learned begins as Doorstep begins and learns weekly. Reward is per decision; all else per treated lead. Intervals of 95 %, by leads.`,
      barChart({
        ...{
          title: 'Reward a decision',
          note: 'By policy.',
          axis: 'mean reward',
          format: (value) => score(value),
        },
        rows: policies.map(({ name, reward }) => ({
          name,
          bars: [{ name, role: 'ours' as const, ...reward }],
        })),
        from: Math.min(0, ...policies.map(({ reward }) => reward.low)),
        to: Math.max(0.01, ...policies.map(({ reward }) => reward.high)),
      }),
    ),
    table(['policy', 'decisions', 'touches', 'reward', 'messages', 'opt-outs', 'conversions'], rows),
    table([`less ${first}`, 'reward', 'messages', 'opt-outs', 'conversions'], paired),
  ].join('');
}

function estimateSection({ estimate, served }: EstimateFigures): string {
  const { decisions, effective, snips, doublyRobust } = estimate;
  return [
    section(
      'What is estimated, and what is earned',
      `Weights learned in one world, valued in another from ${decisions} decisions made there at random (${Math.round(effective)} effective leads), beside what they earn a decision when they serve that world. Whoever serves changes which leads are asked about, so the two are not the same quantity; a self-normalised estimate should still be near.`,
    ),
    table(
      ['', 'reward a decision'],
      [
        ['self-normalised (SNIPS)', shown(snips)],
        ['doubly robust', shown(doublyRobust)],
        ['served', shown(served)],
      ],
    ),
  ].join('');
}

function noneSection({ leads, days, worlds, played, redrawn }: NoEffect): string {
  const row = (name: string, { of, conversion, reply, mean }: Coverage) => [
    ...[name, `${conversion} of ${of} (${percent(conversion / of)})`, score(mean.conversion, 4)],
    ...[`${reply} of ${of} (${percent(reply / of)})`, score(mean.reply, 4)],
  ];
  return [
    section(
      'Where nothing has an effect',
      `${worlds} worlds of ${leads} leads and ${days} days in which what is sent changes nothing: the interval against the holdout should hold 0 in about 19 of 20. They were played with the engine once; as nobody there does anything because of what is sent, other holdouts are drawn for the same leads, which tells the share with less chance in it.`,
    ),
    table(
      ['holdout', 'conversion: intervals that hold 0', 'mean', 'replies: intervals that hold 0', 'mean'],
      [row('as played', played), row('drawn again', redrawn)],
    ),
  ].join('');
}
