/** Competition in words: threats, rivals and what they are to the lead, whence a claim comes and how long it stands. */
import type {
  Claim,
  CompetitionView,
  CompetitorKind,
  Monitor,
  RivalView,
  Signal,
  Stance,
  ThreatLevel,
} from '../../../schemas/competition.ts';
import { spelled } from './domain-words.ts';
import { ago, clock, day, money, percent } from './format.ts';
import { timeLeft } from './nurture-words.ts';

/** Least first. Said here again because the schemas' own list comes with a compiler that the page's policy forbids. */
export const LEVELS = ['none', 'watch', 'high', 'critical'] as const satisfies readonly ThreatLevel[];
export const levelRank = (level: ThreatLevel | undefined): number => LEVELS.indexOf(level ?? 'none');

const THREATS: Record<ThreatLevel, string> = {
  none: 'No threat known',
  watch: 'Watch',
  high: 'High threat',
  critical: 'Critical threat',
};
export const threatWords = (level: ThreatLevel): string => THREATS[level];

const KINDS: Record<CompetitorKind, string> = {
  agent: 'Agent',
  brokerage: 'Brokerage',
  portal: 'Portal',
  ibuyer: 'iBuyer',
};
export const kindWords = (kind: CompetitorKind): string => KINDS[kind];

const UNNAMED: Record<CompetitorKind, string> = {
  agent: 'Another agent, unnamed',
  brokerage: 'Another brokerage, unnamed',
  portal: 'A portal, unnamed',
  ibuyer: 'An iBuyer, unnamed',
};
export const rivalName = ({ name, kind }: Pick<RivalView, 'name' | 'kind'>): string => name || UNNAMED[kind];

const STANCE_WORDS: Record<Stance, string> = {
  neutral: 'Named',
  considering: 'Considering',
  comparing: 'Comparing',
  committed: 'Committed to them',
  complaining: 'Complains of them',
};
export const stanceWords = (stance: Stance): string => STANCE_WORDS[stance];

const MONITOR_WORDS: Record<Monitor, string> = {
  pricing: 'Prices',
  contact: 'Contact with competitors',
  shift: 'Market shifts',
  opportunity: 'Openings for us',
};
export const monitorWords = (monitor: Monitor): string => MONITOR_WORDS[monitor];

/** `31% lost to a competitor within 14 days · $4.2K of commission at risk`; nothing of what is not known. */
export function threatSaid({ p, valueAtRisk }: Pick<CompetitionView, 'p' | 'valueAtRisk'>): string {
  const risk = valueAtRisk > 0 ? ` · ${money(valueAtRisk)} of commission at risk` : '';
  return `${percent(p)} lost to a competitor within 14 days${risk}`;
}

/** An alert's text where its lead's name stands beside it; elsewhere it goes alone and begins with the name. */
export const alertSaid = (text: string, name: string): string =>
  text.startsWith(`${name}: `) ? text.slice(name.length + 2) : text;

/** Whether anything at all is known of a lead's competition. */
export const isKnown = (view: CompetitionView | undefined): view is CompetitionView =>
  view !== undefined &&
  (view.level !== 'none' ||
    view.rivals.length + view.signals.length > 0 ||
    view.alert !== undefined ||
    view.pricing !== undefined);

const MARKET_KEY = /^[^/]+\/(listing|area|agent)\/(.+)$/;

/**
 * Whence a claim comes, for people: a listing, an area, a model, what is said in words already, or else an event.
 * @param models names of models with their versions, as an insight has them
 */
export function sourceWords(source: string, models: Record<string, string> = {}): string {
  const [, kind, id] = MARKET_KEY.exec(source) ?? [];
  if (kind && id)
    return kind === 'listing' ? `listing ${id}` : kind === 'area' ? `market of ${id}` : `agent ${id}`;
  if (source.startsWith('alert:')) return 'the alert';
  const model = Object.entries(models).find((known) => known.join(' ') === source);
  if (model) return `${spelled(model[0]).toLowerCase()} model ${model[1]}`;
  return source.includes(' ') ? source : `event ${source}`;
}

/** What the lead said, where a claim rests on words. */
export const quoteOf = (claim: Claim, rivals: readonly RivalView[]): string | undefined =>
  rivals.find(({ source, quote }) => source === claim.source && quote !== '')?.quote;

/** `stands until 14:30`, or since when it does not. @param until RFC 3339 */
export function standsUntil(until: string, now: number): string {
  const left = new Date(until).getTime() - now;
  if (left <= 0) return `no longer stands: its facts expired ${timeLeft(until, now).text}`;
  return `stands until ${day(until, now)}, ${clock(until)}`;
}

export const isOver = (until: string, now: number): boolean => new Date(until).getTime() <= now;

/** Signals by monitor, in the monitors' order; those whose time is up are left out. */
export function byMonitor(signals: readonly Signal[], now: number): [Monitor, Signal[]][] {
  const monitors = Object.keys(MONITOR_WORDS) as Monitor[];
  const standing = signals.filter(({ expiresAt }) => !isOver(expiresAt, now));
  return monitors
    .map((monitor): [Monitor, Signal[]] => [monitor, standing.filter((signal) => signal.monitor === monitor)])
    .filter(([, of]) => of.length > 0);
}

/** `2 h ago`, `now`, or a date. */
export function agoWords(time: string | number, now: number): string {
  const text = ago(time, now);
  return /^\d+\u00a0(s|min|h|d)$/.test(text) ? `${text} ago` : text;
}

const MOVES: Record<string, string> = {
  listing_taken: 'took a listing',
  open_house: 'held an open house',
  price_cut: 'cut a price',
  campaign: 'began a campaign',
  sold: 'sold a home',
};

/** What a competitor did in an area, e.g. `keller-amy took a listing: L-204`. */
export const moveWords = ({
  agent,
  change,
  listing,
}: {
  agent: string;
  change: string;
  listing: string;
}): string => `${agent} ${MOVES[change] ?? spelled(change).toLowerCase()}${listing && `: ${listing}`}`;
