/** What the nurturing engine remembers of a lead: fixed in size, however long it goes on. */
import type { TouchOutcome } from '../../models/policy/reward.ts';
import type {
  Autonomy,
  ContentType,
  EscalationReason,
  NurtureStage,
  Purpose,
} from '../../schemas/nurture.ts';
import type { Channel } from '../../schemas/words.ts';
import type { LeadConsent } from '../keep-consent.ts';
import type { JudgedText } from './judge-text.ts';

/** The next message to the lead, from the decision until it is with the dispatcher. */
export interface Plan {
  /** Also the id of the decision and, at last, of the order: `seq` of the insight that decided it. */
  id: string;
  type: ContentType;
  purpose: Purpose;
  channel: Channel;
  strategy: string;
  delay: string;
  /** Epoch ms. */
  decidedAt: number;
  /** When it is to be sent, epoch ms. */
  due: number;
  autonomy: Autonomy;
  status: 'planned' | 'awaiting_approval' | 'suggested';
  subject: string;
  body: string;
  contentHash: string;
  /** Text variants it is made of, so that the lead reads none twice. */
  variant: string;
  responseRate: number;
  /** Approval is over after this, epoch ms; 0 where none is asked for. */
  expires: number;
  /** Who approved it; empty before. */
  approvedBy: string;
  why: string;
  /** Which threat it answers; empty: none. */
  play: string;
  /** Of the text as it was made; absent in plans of before it was kept. */
  fairHousing?: JudgedText;
}

/** A message that was ordered, and what became of it. */
export interface Send {
  id: string;
  /** When it was ordered, epoch ms. */
  at: number;
  type: ContentType;
  purpose: Purpose;
  channel: Channel;
  strategy: string;
  status: 'ordered' | 'sent' | 'delivered' | 'failed' | 'uncertain' | 'cancelled';
  /** Cut for the eye. */
  text: string;
  /** Of its plan; absent in messages of before it was kept. */
  play?: string;
}

/** A decision whose effect is still open: what the lead did since, as {@link TouchOutcome} of the policy has it. */
export interface OpenReward extends TouchOutcome {
  decision: string;
  /** Epoch ms; its result is told at `until`, or when nothing better can come. */
  at: number;
  until: number;
}

export interface OpenEscalation {
  id: string;
  reason: EscalationReason;
  p: number;
  summary: string;
  suggestedReply: string;
  at: number;
  due: number;
  level: number;
}

export interface NurtureState {
  stage: NurtureStage;
  /** Epoch ms. */
  since: number;
  /** Of the lead's one nurturing timer; a fired one of an older generation is stale. */
  timer: { generation: number; due: number };
  plan: Plan | null;
  /** Newest last, at most {@link SENDS}; added to by `withSend` only. */
  sends: Send[];
  /** Text variants the lead has read, newest last, at most {@link READ}: phrases that it read least come next. */
  read: string[];
  /** Short hashes of every text it has read, of the latest {@link TEXTS}: it reads none twice. */
  texts: string;
  /** When the newest was ordered that `sends` has no room for though a cap still counts it, epoch ms; 0: none. */
  forgotten: { any: number; marketing: number };
  escalation: OpenEscalation | null;
  /** Oldest first, at most {@link REWARDS}. */
  rewards: OpenReward[];
  /** Who took the lead over; empty: nobody. */
  person: string;
  /** Who paused the engine on this lead; empty: nobody. */
  pausedBy: string;
  /** Latest message an agent wrote, epoch ms; 0: none. */
  agentAt: number;
  /** Latest message of the lead by channel, epoch ms. */
  heard: Partial<Record<Channel, number>>;
  /** What the lead said last, cut, for the answer to it; empty once it is answered. */
  asked: { text: string; intents: string[]; channel: Channel | '' };
  /** Marketing touches of the past, and how many were answered. */
  touches: number;
  replies: number;
  /** Whether the lead was told that it hears from a machine. */
  disclosed: boolean;
  /** Routine steps done by the engine alone, and with a person. */
  alone: number;
  withPerson: number;
  /** Since when another lead has opted out with this lead's phone or e-mail, epoch ms; 0: nobody has. */
  suppressed: { phone: number; email: number };
  /** Hashes of the addresses that the tenant's registry knows this lead by; empty: none. */
  addresses: { phone: string; email: string };
  /** Latest thing the lead booked, attended or signed, epoch ms; 0: none. */
  transactionAt: number;
  /** Before this the policy is not asked again, epoch ms. */
  lookAt: number;
  /** Whether a person has been asked to look at so valuable a lead. */
  valueSeen: boolean;
  /** As the settings had it at the latest event. */
  autonomy: Autonomy;
  holdout: boolean;
  /** Why nothing is planned, for the eye. */
  why: string;
  /** Answers in a row that asked back, because nobody could tell what was meant. Like what follows, it came later. */
  unclear?: number;
  /** What the latest reply answers, until it is known to have reached the lead. */
  answering?: { id: string; asked: NurtureState['asked'] } | null;
  /** What stood before an opt-out that may have been misheard; null: nothing is in doubt. */
  doubt?: { consent: LeadConsent } | null;
}

/** Decisions are days apart, and each waits three weeks for its effect. */
export const REWARDS = 8;
export const SENDS = 24;
/** At 6 marketing messages a month, half a year and more. */
export const READ = 40;
/** More than anybody is written to in a year. */
export const TEXTS = 300;

/** Before anything happened. `now`: epoch ms. */
export const newNurture = (now: number): NurtureState => ({
  stage: 'new',
  since: now,
  timer: { generation: 0, due: 0 },
  plan: null,
  sends: [],
  read: [],
  texts: '',
  forgotten: { any: 0, marketing: 0 },
  escalation: null,
  rewards: [],
  person: '',
  pausedBy: '',
  agentAt: 0,
  heard: {},
  asked: { text: '', intents: [], channel: '' },
  touches: 0,
  replies: 0,
  disclosed: false,
  alone: 0,
  withPerson: 0,
  suppressed: { phone: 0, email: 0 },
  addresses: { phone: '', email: '' },
  transactionAt: 0,
  lookAt: 0,
  valueSeen: false,
  autonomy: 'suggest',
  holdout: false,
  why: '',
  unclear: 0,
  answering: null,
  doubt: null,
});
