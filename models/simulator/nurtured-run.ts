/** What is kept of a run: everything the figures need, and what the audit holds the sends against. */

import type { EscalationReason } from '../../schemas/nurture.ts';
import type { DecisionRecord } from '../../schemas/policy.ts';
import type { Channel } from '../../schemas/words.ts';
import type { LeadTruth, SentMessage } from './send-audit.ts';

/** A message of a lead, with what is true of it and what came of it. Times are epoch ms. */
export interface HeardMessage {
  lead: string;
  /** When it reached the log. */
  at: number;
  channel: Channel;
  text: string;
  reasons: readonly EscalationReason[];
  asks: boolean;
  planted: EscalationReason | 'routine' | undefined;
  optsOut: boolean;
  /** A person had the lead already, or was about to by the engine's own word. */
  withPerson: boolean;
  /** Why the engine called a person at this message. */
  escalated: string | undefined;
  answeredAt: number;
  answeredBy: 'engine' | 'person' | 'nobody';
  /** The answer only asked what was meant. */
  askedBack: boolean;
}

export interface LeadRun {
  lead: string;
  truth: LeadTruth;
  arrivedAt: number;
  messages: number;
  /** Times of its messages and activities, epoch ms. */
  wroteAt: number[];
  optedOut: boolean;
  /** The engine took it to have ended all messages. */
  silenced: boolean;
  /** Of its recorded end; Infinity: none within the run. */
  convertedAt: number;
  /** Lived on unseen after the run. */
  everConverts: boolean;
}

export interface NurturedRun {
  seed: number;
  days: number;
  leads: LeadRun[];
  heard: HeardMessage[];
  sent: SentMessage[];
  /** Called back or refused before any call. */
  withheld: number;
  decisions: DecisionRecord[];
  /** Orders that a person had approved first. */
  approved: number;
  /** Of the policies that came to serve: since when, and why. */
  policies: { day: number; mode: string; why: string }[];
  /** Entries worked on all logs. */
  entries: number;
  restarts: number;
  dead: string[];
}
