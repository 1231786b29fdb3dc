/** The report: figures in, one self-contained HTML page out. No scripts, nothing fetched. */
import { historySection } from './history-section.ts';
import { proxySection, timingSection } from './inputs-sections.ts';
import { ablationSection, intentSection, publicTableSection, segmentSection } from './judgement-sections.ts';
import { element, escapeText } from './markup.ts';
import type { PageFigures } from './page-figures.ts';
import { STYLE } from './style.ts';

/** @returns the same text for the same figures */
export function buildPage(page: PageFigures): string {
  const { title, version, notes, histories, ablation, segments, timing, intents, proxies, publicTable } =
    page;
  const body = [
    element('h1', {}, escapeText(title)),
    element('p', {}, escapeText(`Models ${version}`)),
    ...notes.map((note) => element('p', {}, escapeText(note))),
    ...(histories ?? []).map(historySection),
    ablation ? ablationSection(ablation) : '',
    segments ? segmentSection(segments) : '',
    timing ? timingSection(timing) : '',
    intents ? intentSection(intents) : '',
    proxies ? proxySection(proxies) : '',
    publicTable ? publicTableSection(publicTable) : '',
  ].filter(Boolean);
  return documentOf(title, body);
}

/** A page of these parts, which are markup already. */
export function documentOf(title: string, body: readonly string[]): string {
  const head = [
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    element('title', {}, escapeText(title)),
    element('style', {}, STYLE),
  ];
  return `<!doctype html>\n<html lang="en">\n<head>${head.join('\n')}</head>\n<body>\n${body.join('\n')}\n</body>\n</html>\n`;
}
