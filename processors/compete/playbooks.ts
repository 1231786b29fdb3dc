/**
 * What is done about a threat, by what it comes from. A play narrows what nurturing may choose: it goes the way of every
 * message, through the gate and by the brokerage's autonomy. It speaks for us and of nobody else.
 */
import type { StreamingInsight } from '../../schemas/insight.ts';
import type { ContentType } from '../../schemas/nurture.ts';
import type { Strategy } from '../../schemas/policy.ts';
import type { LeadState } from '../lead-state.ts';
import { isSeller } from '../nurture/side-of.ts';
import type { CompetitionState, Rival } from './competition-state.ts';

export const PLAYS = [
  'differentiate',
  'value',
  'net_sheet',
  'price_change',
  'back_on_market',
  'rate',
  'win_back',
  'hand_over',
] as const;
export type Play = (typeof PLAYS)[number];

/** How a play is written to the lead, and what it is for the agent. */
export interface Playbook {
  play: Play;
  strategy: Strategy;
  /** Absent: as the strategy comes to for this lead. */
  type?: ContentType;
  /** For the agent. */
  text: string;
}

const BOOKS: Record<Play, Playbook> = {
  differentiate: {
    ...{ play: 'differentiate', strategy: 'check_in' },
    text: 'Get in touch: say what you have done for this lead and what comes next, and ask what it still misses.',
  },
  value: {
    ...{ play: 'value', strategy: 'education', type: 'valuation' },
    text: 'Offer a price range from comparable sales, with the sales shown, beside the figure it was given.',
  },
  net_sheet: {
    ...{ play: 'net_sheet', strategy: 'education', type: 'valuation' },
    text: 'Set both ways side by side in a net sheet: price, fees, repairs and time to closing.',
  },
  price_change: {
    ...{ play: 'price_change', strategy: 'listing_match', type: 'price_alert' },
    text: 'Tell it of the new price before somebody else does, and offer a visit.',
  },
  back_on_market: {
    ...{ play: 'back_on_market', strategy: 'listing_match', type: 'listing_match' },
    text: 'Tell it that the home can be had again, and offer a visit.',
  },
  rate: {
    ...{ play: 'rate', strategy: 'market_update', type: 'market_update' },
    text: 'Tell it that the rate is below the one it named, and offer to run the numbers anew.',
  },
  win_back: {
    ...{ play: 'win_back', strategy: 're_engage', type: 're_engagement' },
    text: 'Ask in person whether it is still looking, and answer what was left open.',
  },
  hand_over: {
    ...{ play: 'hand_over', strategy: 'none' },
    text: 'It says that it is with another: no marketing. A person asks whether an agreement was signed, and leaves it at that if so.',
  },
};

const DAY_MS = 86_400_000;
/** Longer than listing and buyer agreements usually run. */
const BOUND_MS = 180 * DAY_MS;

/**
 * Whether the lead says that it is with another. Who has signed with somebody is not to be solicited (NAR Code of
 * Ethics, article 16, standards of practice 16-2 and 16-13).
 *
 * @param at epoch ms
 */
export const isWithAnother = (
  rivals: readonly Pick<Rival, 'stance' | 'kind' | 'lastAt'>[],
  at: number,
): boolean =>
  rivals.some(
    ({ stance, kind, lastAt }) => stance === 'committed' && kind !== 'portal' && at - lastAt < BOUND_MS,
  );

/** From here on a lead means to leave. */
const SWITCHES = 0.5;

/** Whether the alert that is open calls for a play: it is critical, or high and the lead means to leave. */
export const callsForPlay = ({ alert, rivals }: CompetitionState): boolean =>
  alert?.level === 'critical' ||
  (alert?.level === 'high' && rivals.some(({ switching }) => switching >= SWITCHES));

/** What a play is chosen by. */
interface Situation {
  /** Of the alert; undefined: none is open. */
  cause: string | undefined;
  /** Of the competitor it spoke of last. */
  rival: Rival['kind'] | undefined;
  sells: boolean;
  withAnother: boolean;
}

function bookOf({ cause, rival, sells, withAnother }: Situation): Playbook {
  if (withAnother) return BOOKS.hand_over;
  const answer = cause === undefined ? undefined : ANSWERS[cause];
  if (answer) return BOOKS[sells ? answer.seller : answer.buyer];
  if (!sells) return BOOKS.differentiate;
  if (rival === 'ibuyer') return BOOKS.net_sheet;
  return rival === undefined || rival === 'portal' ? BOOKS.value : BOOKS.differentiate;
}

const both = (play: Play) => ({ buyer: play, seller: play });
const PRICE = { buyer: 'price_change', seller: 'value' } as const;
/** By the signal that raised the alert; others are answered by who the rival is. */
const ANSWERS: Partial<Record<string, { buyer: Play; seller: Play }>> = {
  quiet_after_mention: both('win_back'),
  back_on_market: { buyer: 'back_on_market', seller: 'value' },
  ...{ viewed_price_cut: PRICE, viewed_price_rise: PRICE, cut_into_budget: PRICE },
  rate_below_named: both('rate'),
  ...{ rival_listed: both('value'), rival_price_cut: both('value') },
};

/** @param at epoch ms */
export function playbookFor(state: LeadState, at: number): Playbook {
  const { alert, rivals, signals } = state.competition;
  // A rival's move that is grave is a cut of the home it has in mind.
  const cut =
    alert?.cause === 'competitor_move' &&
    signals.some(({ kind, grave }) => grave && kind === 'competitor_move');
  const book = bookOf({
    ...{ cause: cut ? 'viewed_price_cut' : alert?.cause, rival: rivals[0]?.kind, sells: isSeller(state) },
    withAnother: isWithAnother(rivals, at),
  });
  if (book.play !== 'back_on_market') return book;
  const back = signals.find(({ kind }) => kind === 'back_on_market');
  // A home it has seen is no match for it: it is invited to see it again.
  return back?.listing === state.listing
    ? { ...book, strategy: 'showing_invite', type: 'showing_invite' }
    : book;
}

/** The same of what is shown: a seller is known there by its segment, and by rivals to its home. */
export function playbookOfView({ competition, profile }: StreamingInsight, at: number): Playbook {
  const { alert, rivals, signals } = competition;
  return bookOf({
    ...{ cause: alert?.cause, rival: rivals[0]?.kind },
    sells:
      profile.primaryMicrosegment.includes('seller') || signals.some(({ kind }) => kind.startsWith('rival_')),
    withAnother: isWithAnother(
      rivals.map((rival) => ({ ...rival, lastAt: Date.parse(rival.lastAt) })),
      at,
    ),
  });
}
