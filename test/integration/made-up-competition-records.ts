/** Invented records of the alerts stream, whole as the engine and notify would leave them. */
import type {
  CompetitiveAlert,
  Mention,
  MentionRecord,
  NoticeRecord,
  ResultRecord,
  Signal,
  SignalRecord,
  ThreatRecord,
} from '../../schemas/competition.ts';
import type { Whose } from './made-up-nurture.ts';

const HOUR = 3_600_000;
const iso = (at: number) => new Date(at).toISOString();
const common = ({ at, ...whose }: Whose) => ({ ...whose, at: iso(at) });

/** @param more undefined takes a field away */
export const mention = (
  whose: Whose,
  more: { [K in keyof Mention]?: Mention[K] | undefined } = {},
): MentionRecord => ({
  ...common(whose),
  ...{ kind: 'mention', event: `e-${whose.id}` },
  mention: {
    ...{ competitor: 'zillow', kind: 'portal', name: 'Zillow', stance: 'considering', p: 0.9 },
    ...{ switching: 0.25, quote: 'Zillow says it is worth 500k' },
    ...more,
  } as Mention,
});

export const signal = (whose: Whose, more: Partial<Signal> = {}, area = 'Elm Park'): SignalRecord => ({
  ...common(whose),
  ...{ kind: 'signal', area },
  signal: {
    ...{ id: `s-${whose.id}`, monitor: 'contact', kind: 'mention', text: 'Spoke of Zillow', source: 'e1' },
    ...{ at: iso(whose.at), expiresAt: iso(whose.at + 24 * HOUR) },
    ...more,
  },
});

export const threat = (whose: Whose, p: number, more: Partial<ThreatRecord> = {}): ThreatRecord => ({
  ...common(whose),
  ...{ kind: 'threat', level: 'watch', from: 'none', p, valueAtRisk: 1000 * p, model: 't1', ...more },
});

export const step = (whose: Whose, more: Partial<CompetitiveAlert> = {}): CompetitiveAlert => ({
  ...common(whose),
  ...{ kind: 'alert', seq: 3, step: 'raised', level: 'critical', cause: 'mention', reasons: [], p: 0.6 },
  ...{ text: 'Means to sign with Zillow', valueAtRisk: 6000, dueAt: iso(whose.at + HOUR / 4), raised: 0 },
  ...more,
});

export const result = (whose: Whose, more: Partial<ResultRecord> = {}): ResultRecord => ({
  ...common(whose),
  ...{ kind: 'result', competitor: 'zillow', result: 'lost', area: 'Elm Park', segment: 'investor', p: 0.4 },
  ...more,
});

export const notice = (whose: Whose, more: Partial<NoticeRecord> = {}): NoticeRecord => ({
  ...common(whose),
  ...{ kind: 'notice', alert: 'a1', raised: 0, audience: 'agent', channel: 'sms', status: 'sent' },
  ...{ detail: 'SM0123', ...more },
});

/** A record of every kind about one lead. */
export const oneOfEachKind = (whose: Whose) => [
  mention(whose),
  signal(whose),
  signal(
    { ...whose, id: `${whose.id}-shift` },
    { monitor: 'shift', kind: 'rate_shift', listing: 'm-1' },
    'Austin',
  ),
  threat(whose, 0.3),
  step(whose),
  result(whose),
  notice(whose),
];
