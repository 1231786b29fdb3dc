/** What of the list is asked for. */
import type { ThreatLevel } from '../../../../schemas/competition.ts';
import { levelRank } from '../competition-words.ts';
import type { LeadRecord } from '../store/leads.ts';

export interface Filter {
  text: string;
  segment: string;
  agent: string;
  /** The least threat; empty: any, none included. */
  threat: '' | ThreatLevel;
  /** Empty: by attention. */
  order: '' | 'threat';
}

export const EVERYTHING: Filter = { text: '', segment: '', agent: '', threat: '', order: '' };

/** Whether the record has all words of the text in it, the segment and agent asked for, and as great a threat. */
export function matches({ lead, view, words }: LeadRecord, filter: Filter): boolean {
  const { text, segment, agent, threat } = filter;
  if (segment && view.profile.primaryMicrosegment !== segment) return false;
  if (agent && view.contact.agent !== agent) return false;
  if (threat && levelRank(view.competition?.level) < levelRank(threat)) return false;
  if (!text.trim()) return true;
  const { name, area, source } = view.contact;
  const searched = [lead, name, area, source, words?.text].join(' ').toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => searched.includes(word));
}

/** Attention first; equal attention by id, so that the order is one. */
export const byAttention = (a: LeadRecord, b: LeadRecord): number =>
  b.view.attention - a.view.attention || (a.lead < b.lead ? -1 : 1);

/** The greatest threat first, of those the most commission at risk. */
export const byThreat = (a: LeadRecord, b: LeadRecord): number =>
  levelRank(b.view.competition?.level) - levelRank(a.view.competition?.level) ||
  (b.view.competition?.valueAtRisk ?? 0) - (a.view.competition?.valueAtRisk ?? 0) ||
  byAttention(a, b);
