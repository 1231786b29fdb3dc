/** Opting out on paraphrase groups it did not learn from. Only the given lines are measured, not those written for training. */
import { judgeOptOut } from '../optout/model.ts';
import type { OptOutTraining } from '../optout/train.ts';
import { rounded } from './trainings.ts';

export interface OptOutReport {
  lines: number;
  groups: number;
  recall: number;
  precision: number;
  /** Of opt-outs found, the share whose scope is right. */
  scope: number;
  /** On messages of the corpus: opt-outs found, and others called one, as shares of each. */
  corpus: { messages: number; recall: number; falseAlarms: number };
  /** Recall and precision of each language with at least five lines of each label. */
  perLanguage: Record<string, { recall: number; precision: number }>;
}

interface Judged {
  truth: boolean;
  called: boolean;
  scopeRight: boolean;
  lang: string;
}

const LEAST_LINES = 5;

function rates(judged: readonly Judged[]) {
  const hits = judged.filter(({ truth, called }) => truth && called);
  const truths = judged.filter(({ truth }) => truth).length;
  const calls = judged.filter(({ called }) => called).length;
  return {
    recall: rounded(hits.length / Math.max(1, truths)),
    precision: rounded(hits.length / Math.max(1, calls)),
    scope: rounded(hits.filter(({ scopeRight }) => scopeRight).length / Math.max(1, hits.length)),
  };
}

export function evaluateOptOut({ measured, corpus, groups, fit }: OptOutTraining): OptOutReport {
  const judged = measured.map(({ text, label, scope, lang, fold }): Judged => {
    const answer = judgeOptOut(fit([fold]), text);
    return {
      truth: label === 'opt_out',
      called: answer.label === 'opt_out',
      scopeRight: answer.scope === scope,
      lang: lang ?? 'en',
    };
  });
  const perLanguage: OptOutReport['perLanguage'] = {};
  for (const lang of new Set(judged.map((j) => j.lang))) {
    const own = judged.filter((j) => j.lang === lang);
    const truths = own.filter(({ truth }) => truth).length;
    if (Math.min(truths, own.length - truths) < LEAST_LINES) continue;
    const { recall, precision } = rates(own);
    perLanguage[lang] = { recall, precision };
  }
  return { lines: measured.length, groups, ...rates(judged), corpus: onCorpus(corpus, fit), perLanguage };
}

function onCorpus(corpus: OptOutTraining['corpus'], fit: OptOutTraining['fit']): OptOutReport['corpus'] {
  const called = (optOut: boolean): number => {
    const own = corpus.filter((c) => c.optOut === optOut);
    const calls = own.filter(({ text, fold }) => judgeOptOut(fit([fold]), text).label === 'opt_out');
    return rounded(calls.length / Math.max(1, own.length));
  };
  return { messages: corpus.length, recall: called(true), falseAlarms: called(false) };
}
