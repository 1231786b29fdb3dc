/** What of the list is asked for. */
import type { LeadRecord } from '../store/leads.ts';

export interface Filter {
  text: string;
  segment: string;
  agent: string;
}

export const EVERYTHING: Filter = { text: '', segment: '', agent: '' };

/** Whether the record has all words of the text in it, and the segment and agent asked for. */
export function matches({ lead, view, words }: LeadRecord, { text, segment, agent }: Filter): boolean {
  if (segment && view.profile.primaryMicrosegment !== segment) return false;
  if (agent && view.contact.agent !== agent) return false;
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
