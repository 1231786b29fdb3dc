/** What the nurturing policy chooses between, what it weighs by, and what is kept of every choice to learn from. */
import Type, { type Static } from 'typebox';
import { Channel, checker, Id, Tenant } from './words.ts';

/** What a touch is about; `none` is to leave the lead alone this time. */
export const STRATEGIES = [
  'none',
  'answer',
  'listing_match',
  'market_update',
  'showing_invite',
  'check_in',
  'education',
  're_engage',
] as const;
export type Strategy = (typeof STRATEGIES)[number];

/**
 * When: `now` is at once as the law allows, `habit` the next window in which the lead is usually active, `few_days`
 * three to five, `weeks` fourteen days.
 */
export const DELAYS = ['now', 'habit', 'tomorrow', 'few_days', 'weeks'] as const;
export type Delay = (typeof DELAYS)[number];

export const ARM_CHANNELS = ['none', ...Channel.enum] as const;

export const Arm = Type.Object({
  channel: Type.Enum([...ARM_CHANNELS]),
  strategy: Type.Enum([...STRATEGIES]),
  delay: Type.Enum([...DELAYS]),
});
export type Arm = Static<typeof Arm>;

/** The arm of doing nothing. */
export const NO_TOUCH: Arm = { channel: 'none', strategy: 'none', delay: 'now' };

/** `channel/strategy/delay`, e.g. `sms/listing_match/habit`. */
export const armId = ({ channel, strategy, delay }: Arm): string => `${channel}/${strategy}/${delay}`;

/** Every arm there is: doing nothing, and each touch. */
export const ARMS: readonly Arm[] = [
  NO_TOUCH,
  ...Channel.enum.flatMap((channel) =>
    STRATEGIES.slice(1).flatMap((strategy) => DELAYS.map((delay) => ({ channel, strategy, delay }))),
  ),
];
const BY_ID: ReadonlyMap<string, Arm> = new Map(ARMS.map((arm) => [armId(arm), arm]));

/** Undefined where the id names no arm. */
export const armOf = (id: string): Arm | undefined => BY_ID.get(id);

const TOUCH = [Channel.enum, STRATEGIES.slice(1), DELAYS].map((words) => `(${words.join('|')})`).join('/');
const ArmId = Type.String({ pattern: `^(${armId(NO_TOUCH)}|${TOUCH})$` });

/** Which policy serves: the fixed one until the learned one has proved better. */
export const PolicyMode = Type.Enum(['fixed', 'learned']);
export type PolicyMode = Static<typeof PolicyMode>;

export const PolicyWeights = Type.Object({
  version: Type.String({ description: 'Hash of the rest' }),
  mode: PolicyMode,
  mean: Type.Array(Type.Number(), {
    description: 'Posterior mean of the reward model, joint features in order',
  }),
  factor: Type.Array(Type.Number(), {
    description:
      'L⁻¹ of the posterior precision L·Lᵀ in units of the noise: lower triangle, column by column',
  }),
  noise: Type.Number({ exclusiveMinimum: 0, description: 'Standard deviation of a reward around its mean' }),
  exploration: Type.Number({
    exclusiveMinimum: 0,
    maximum: 1,
    description: 'Share of choices spread evenly over the eligible arms',
  }),
  trial: Type.Number({
    minimum: 0,
    maximum: 0.5,
    description:
      'Share of the other choices that goes to the policy that does not serve, so that both are judged',
  }),
  samples: Type.Integer({ minimum: 0, description: 'Rewards learned from' }),
  fixed: Type.Record(Type.String(), Type.Record(Type.String(), Type.Number()), {
    description: 'Segment group → arm id → mean reward; empty while the cadence is the fixed policy',
  }),
});
export type PolicyWeights = Static<typeof PolicyWeights>;
export const POLICY_WEIGHTS_CHECKER = checker(PolicyWeights);

/** One choice; `reward` once its window is over. */
export const DecisionRecord = Type.Object({
  id: Type.String(),
  tenant: Tenant,
  lead: Id,
  at: Type.Integer({ description: 'Epoch ms' }),
  context: Type.Array(Type.Number()),
  arms: Type.Array(ArmId, { minItems: 1, description: 'Eligible then, in order of their ids' }),
  chosen: ArmId,
  propensity: Type.Number({ exclusiveMinimum: 0, maximum: 1, description: 'P(chosen) as it was drawn' }),
  policyVersion: Type.String(),
  mode: PolicyMode,
  reward: Type.Optional(Type.Number({ minimum: -1, maximum: 1 })),
});
export type DecisionRecord = Static<typeof DecisionRecord>;
export const DECISION_RECORD_CHECKER = checker(DecisionRecord);
