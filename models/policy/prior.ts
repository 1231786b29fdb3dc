/** What is believed of rewards before any was seen: that a sensible cadence is sensible. */
import { Channel } from '../../schemas/words.ts';
import { FEATURE_NAMES } from './joint-features.ts';

export interface PolicyPrior {
  /** Of the weights of the joint features. */
  mean: Float64Array;
  /** Of each weight, in units of the noise: how many rewards the belief is worth. */
  precision: Float64Array;
  /** Standard deviation of a reward around its mean, and how many rewards that belief is worth. */
  noise: number;
  noiseWorth: number;
  exploration: number;
  trial: number;
  /** Days after which a reward counts half. */
  halfLifeDays: number;
}

/** Standard deviation of a weight's belief: a touch that helps by a reply in eight leads is no surprise. */
const WEIGHT_SD = 0.06;
const NOISE = 0.4;

/**
 * In units of reward, where a reply is 0.5: answer what waits, and at once; by the channel the lead uses; let a touched
 * lead rest, and the more the more touches there were; show homes to those who have come far; wake up who sleeps.
 * Judgement, not measurement: it is there to be overruled by what comes back.
 */
const BELIEFS: Readonly<Record<string, number>> = {
  replyRate: 0.25,
  ...Object.fromEntries(Channel.enum.map((channel) => [channel, -0.05])),
  voicemail: -0.08,
  call: -0.08,
  'favourite×channel': 0.06,
  answer: -0.04,
  'waiting×answer': 0.2,
  'waiting×now': 0.08,
  check_in: 0.01,
  listing_match: 0.02,
  'stage×showing_invite': 0.06,
  re_engage: -0.06,
  'idle×re_engage': 0.16,
  'idle×check_in': -0.03,
  habit: -0.02,
  'habitKnown×habit': 0.04,
  tomorrow: -0.01,
  few_days: -0.03,
  weeks: -0.06,
  'idle×weeks': 0.04,
  'touches×touch': -0.2,
  'lastTouch×touch': 0.12,
};

/** The prior of a brokerage of which nothing is known yet. */
export const cadencePrior = (): PolicyPrior => ({
  mean: Float64Array.from(FEATURE_NAMES, (name) => BELIEFS[name] ?? 0),
  precision: new Float64Array(FEATURE_NAMES.length).fill((NOISE / WEIGHT_SD) ** 2),
  noise: NOISE,
  noiseWorth: 20,
  exploration: 0.1,
  trial: 0.2,
  halfLifeDays: 180,
});
