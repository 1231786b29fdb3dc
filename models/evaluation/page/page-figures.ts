/** What the report shows. Every section is optional: what was not measured is not shown. */
import type { PublicTable } from '../../survival/public-table.ts';
import type { TimingFigures } from '../evaluate-timing.ts';
import type { HistoryFigures } from '../history-figures.ts';
import type { ProxyFigure } from '../proxy-figures.ts';

export interface PageFigures {
  title: string;
  /** Version of the models. */
  version: string;
  /** How the figures were made, and what they do not say; a paragraph each. */
  notes: string[];
  histories?: HistorySection[];
  ablation?: AblationSection;
  segments?: SegmentSection;
  timing?: TimingFigures[];
  intents?: IntentSection;
  proxies?: ProxyFigure[];
  publicTable?: PublicTable;
}

export interface HistorySection {
  name: string;
  /** What the histories are, simulated ones said so. */
  about: string;
  figures: HistoryFigures;
}

/** What is lost without a part: the integrated Brier score without it, less the one with it. */
export interface AblationSection {
  about: string;
  parts: { name: string; loss: number; low?: number; high?: number }[];
}

export interface SegmentSection {
  /** Segments in the order of the matrix, groups together. */
  segments: { id: string; group: string }[];
  /** confusion[truth][predicted]: leads, after the whole conversation. */
  confusion: number[][];
  /** Share right after so many messages of the lead ("1", "2", … "all"), by model. */
  accuracy: { after: string[]; models: { name: string; ours: boolean; top1: number[] }[] };
}

export interface IntentSection {
  micro: number;
  macro: number;
  /** Opting out by meaning: shares found of lines that opt out, and right of those called so. */
  optOut?: { lines: number; recall: number; precision: number };
  /** Outbound drafts: shares blocked of unlawful and of lawful ones. */
  fairHousing?: { lines: number; recall: number; falseBlocks: number };
  /** What needs a person, on lines held out: shares found and of the right reason, and false ones of 100 routine. */
  escalation?: { person: number; routine: number; recall: number; reason: number; falsePer100: number };
  /** `baseline` and `annotator` (a second careful reader, the oracle here) where measured. */
  intents: { id: string; messages: number; f1: number; baseline?: number; annotator?: number }[];
}
