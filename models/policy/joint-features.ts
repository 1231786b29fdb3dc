/**
 * Features of an arm in a context, for a linear model of the reward: what the arm is, and how each part of it goes
 * with what is known of the lead. Few of them are not 0, so they are kept as positions and values.
 *
 * Doing nothing has the features of the lead alone: every other weight says what a touch adds to that.
 */
import { ARMS, type Arm, armId, DELAYS, STRATEGIES, type Strategy } from '../../schemas/policy.ts';
import { Channel } from '../../schemas/words.ts';
import { CONTEXT, type ContextName, SEGMENT_GROUPS } from './context.ts';

export interface JointFeatures {
  positions: number[];
  values: number[];
}

/** Of the lead, whatever is done. */
const ALONE = ['replyRate', 'idle', 'pConvert'] as const satisfies ContextName[];
/** Strategies that suit some groups of segments more than others. */
const BY_GROUP = ['listing_match', 'market_update', 'showing_invite', 'education'] as const;
/** Strategies that suit an idle lead more, or less. */
const BY_IDLE = ['answer', 'showing_invite', 'check_in', 're_engage'] as const;
const CHANNEL_KINDS: Record<Channel, 'text' | 'email' | 'voice'> = {
  sms: 'text',
  whatsapp: 'text',
  webchat: 'text',
  email: 'email',
  voicemail: 'voice',
  call: 'voice',
};

/** Names in order; what is joined by `×` is a product. */
export const FEATURE_NAMES: readonly string[] = [
  'one',
  ...ALONE,
  ...Channel.enum,
  ...STRATEGIES.filter((strategy) => strategy !== 'none'),
  ...DELAYS.filter((delay) => delay !== 'now'),
  ...BY_GROUP.flatMap((strategy) => SEGMENT_GROUPS.map((group) => `${group}×${strategy}`)),
  ...BY_IDLE.map((strategy) => `idle×${strategy}`),
  ...DELAYS.filter((delay) => delay !== 'now').map((delay) => `idle×${delay}`),
  ...['text', 'email', 'voice'].map((kind) => `replyRate×${kind}`),
  'favourite×channel',
  'waiting×answer',
  'waiting×now',
  'marketMove×market_update',
  'stage×showing_invite',
  'touches×touch',
  'lastTouch×touch',
  'habitKnown×habit',
];
/** 72. */
export const DIMENSIONS = FEATURE_NAMES.length;
export const FEATURE_INDEX: ReadonlyMap<string, number> = new Map(FEATURE_NAMES.map((name, i) => [name, i]));

/** Features that are set by the arm alone: position, and the entry of the context to multiply by, −1 for 1. */
interface Template {
  positions: number[];
  entries: number[];
  /** First of the positions of the group's products; −1 where the strategy has none. */
  group: number;
  /** Index of the arm's channel among channels; −1 for none. */
  channel: number;
}

/**
 * @param context of `contextOf`
 * @returns positions in [0, DIMENSIONS), each at most once, with their values
 * Throws where `arm` is none of ARMS.
 */
export function jointFeatures(context: ArrayLike<number>, arm: Arm): JointFeatures {
  const template = TEMPLATES.get(armId(arm));
  if (!template)
    throw new Error(`arm: ${armId(arm)} is none of ARMS; touch by a channel with a strategy, or NO_TOUCH`);
  const { positions, entries, group, channel } = template;
  const at = [...positions];
  const values = entries.map((entry) => (entry < 0 ? 1 : context[entry]!));
  const add = (position: number): void => {
    at.push(position);
    values.push(1);
  };
  const ownGroup = context[CONTEXT.group]!;
  if (group >= 0 && ownGroup >= 0) add(group + ownGroup);
  if (channel >= 0 && channel === context[CONTEXT.favourite]!) add(FAVOURITE);
  return { positions: at, values };
}

const FAVOURITE = FEATURE_INDEX.get('favourite×channel')!;

function makeTemplate({ channel, strategy, delay }: Arm): Template {
  const products: [name: string, entry: number][] = [
    ['one', -1],
    ...ALONE.map((name) => [name, CONTEXT[name]] as [string, number]),
  ];
  if (channel !== 'none') products.push(...touchProducts(channel, strategy, delay));
  const known = products.filter(([name]) => FEATURE_INDEX.has(name));
  return {
    positions: known.map(([name]) => FEATURE_INDEX.get(name)!),
    entries: known.map(([, entry]) => entry),
    group: FEATURE_INDEX.get(`${SEGMENT_GROUPS[0]}×${strategy}`) ?? -1,
    channel: channel === 'none' ? -1 : Channel.enum.indexOf(channel),
  };
}

/** Names not among the features are left out by the caller: that is how few interactions stay few. */
const touchProducts = (channel: Channel, strategy: Strategy, delay: Arm['delay']): [string, number][] => [
  [channel, -1],
  [strategy, -1],
  [delay, -1],
  [`idle×${strategy}`, CONTEXT.idle],
  [`idle×${delay}`, CONTEXT.idle],
  [`replyRate×${CHANNEL_KINDS[channel]}`, CONTEXT.replyRate],
  [`waiting×${strategy}`, CONTEXT.waiting],
  [`waiting×${delay}`, CONTEXT.waiting],
  [`marketMove×${strategy}`, CONTEXT.marketMove],
  [`stage×${strategy}`, CONTEXT.stage],
  [`habitKnown×${delay}`, CONTEXT.habitKnown],
  ['touches×touch', CONTEXT.touches],
  ['lastTouch×touch', CONTEXT.lastTouch],
];

const TEMPLATES: ReadonlyMap<string, Template> = new Map(ARMS.map((arm) => [armId(arm), makeTemplate(arm)]));
