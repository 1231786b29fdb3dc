/**
 * Intents, opting out, fair housing, what needs a person, and competitors, of texts outside any conversation, as
 * `doorstep classify` prints them.
 */

import { type Escalated, judgeEscalation, loadEscalationModel } from '../models/escalation/model.ts';
import { loadFairHousingJudge } from '../models/fair-housing/model.ts';
import type { FairHousingJudge, FairHousingVerdict, Judges } from '../models/judges.ts';

import { competitorIndex } from '../models/mentions/competitor-index.ts';
import { judgeOptOut, loadOptOutModel, type OptOut, type OptOutModel } from '../models/optout/model.ts';
import type { Mention } from '../schemas/competition.ts';
import { INTENTS, type Intent } from '../schemas/intents.ts';

export interface Classified {
  text: string;
  /** Intents said, most probable first. */
  labels: { id: Intent; p: number }[];
}

export type ClassifyIntents = (text: string) => Classified;
export type ClassifyOptOut = (text: string) => { text: string } & OptOut;
export type ClassifyFairHousing = (text: string) => { text: string } & FairHousingVerdict;
export type ClassifyMentions = (text: string) => { text: string; mentions: Mention[] };
export type ClassifyEscalation = (text: string) => { text: string } & Escalated;

const rounded = (p: number): number => Math.round(p * 1e4) / 1e4;

/** The function returned classifies one text at a time. Never throws on a text. */
export function createIntentClassifier({
  readText,
  intents,
}: Pick<Judges, 'readText' | 'intents'>): ClassifyIntents {
  return (text) => {
    const [p] = intents.predict([readText(text, 0, undefined)]);
    const labels = INTENTS.map((id, k) => ({ id, p: rounded(p![k]!), k }))
      .filter(({ k }) => p![k]! >= intents.thresholds[k]!)
      .sort((a, b) => b.p - a.p)
      .map(({ id, p: probability }) => ({ id, p: probability }));
    return { text, labels };
  };
}

/** Whether a text revokes consent, and for what. Never throws on a text. */
export function createOptOutClassifier(model: OptOutModel = loadOptOutModel()): ClassifyOptOut {
  return (text) => {
    const { label, p, scope } = judgeOptOut(model, text);
    return { text, label, p: rounded(p), scope };
  };
}

/** Whether an outbound text may go out, and why not. Never throws on a text. */
export function createFairHousingClassifier(
  judge: FairHousingJudge = loadFairHousingJudge(),
): ClassifyFairHousing {
  return (text) => {
    const { label, p, class: touched, why } = judge.judge(text);
    return { text, label, p: rounded(p), class: touched, why };
  };
}

/** Whether a text needs a person, and the likeliest reason, whatever the label. Never throws on a text. */
export function createEscalationClassifier({
  readText,
  intents,
}: Pick<Judges, 'readText' | 'intents'>): ClassifyEscalation {
  const model = loadEscalationModel();
  return (text) => {
    const reading = readText(text, 0, undefined);
    const { label, p, reason } = judgeEscalation(model, reading, intents.predict([reading])[0]!);
    return { text, label, p: rounded(p), reason };
  };
}

/** Which competitors that everybody knows, or nobody, a text speaks of, and how. Never throws on a text. */
export function createMentionClassifier({
  readText,
  intents,
  mentions,
}: Pick<Judges, 'readText' | 'intents' | 'mentions'>): ClassifyMentions {
  const known = competitorIndex(undefined);
  return (text) => {
    const reading = readText(text, 0, undefined);
    const found = mentions.read(reading, text, intents.predict([reading])[0]!, known);
    const shown = found.map((one) => ({ ...one, p: rounded(one.p), switching: rounded(one.switching) }));
    return { text, mentions: shown };
  };
}
