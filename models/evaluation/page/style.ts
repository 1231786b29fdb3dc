/** The page's style sheet: one column on a phone, as many as fit elsewhere, light or dark as the reader's system is. */
export const STYLE = `
:root { color-scheme: light dark;
  --page: #fbfaf8; --card: #fff; --ink: #1d2330; --soft: #5d6675; --line: #dfe2e8;
  --ours: #0a6cc2; --oracle: #c2610a; --baseline: #8a93a3; --second: #1b8a6b; --third: #8a55b8; --wrong: #c8324c; }
@media (prefers-color-scheme: dark) { :root {
  --page: #12151b; --card: #1a1f27; --ink: #e8ebf0; --soft: #a3adbb; --line: #323a46;
  --ours: #5db2ff; --oracle: #ffa14d; --baseline: #7d8797; --second: #4fcfa8; --third: #c59bf0; --wrong: #ff7088; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1240px; padding: 28px 16px 60px; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 4px; }
h2 { font-size: 1.25rem; margin: 44px 0 6px; padding-top: 14px; border-top: 1px solid var(--line); }
p { max-width: 72ch; color: var(--soft); margin: 6px 0; }
.grid-of-figures { display: grid; gap: 16px; margin: 14px 0;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr)); align-items: stretch; }
figure { margin: 0; padding: 14px; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
figcaption b { display: block; }
figcaption span { display: block; color: var(--soft); font-size: .84rem; line-height: 1.4; margin-bottom: 8px; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 14px; font-size: .84rem; margin-bottom: 4px; }
.swatch { display: inline-block; width: 11px; height: 11px; border-radius: 3px; margin-right: 5px; }
svg { display: block; width: 100%; height: auto; overflow: visible; }
svg text { font-size: 11.5px; fill: var(--soft); paint-order: stroke; stroke: var(--card); stroke-width: 3px; }
.line { fill: none; stroke-width: 2; }
.grid { stroke: var(--line); } .axis { stroke: var(--soft); }
.guide { stroke: var(--soft); stroke-dasharray: 4 4; }
.whisker { stroke: var(--ink); stroke-width: 1.4; }
.frame { fill: none; stroke: var(--line); }
${['ours', 'oracle', 'baseline', 'second', 'third', 'wrong']
  .map(
    (
      role,
    ) => `rect.${role}, circle.${role} { fill: var(--${role}); } i.${role} { background: var(--${role}); }
.line.${role} { stroke: var(--${role}); }`,
  )
  .join('\n')}
.line.oracle { stroke-dasharray: 6 3; }
.scroll { overflow-x: auto; margin: 12px 0; }
table { border-collapse: collapse; font-size: .88rem; font-variant-numeric: tabular-nums; }
th, td { padding: 5px 12px 5px 0; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { color: var(--soft); font-weight: 600; }
th:first-child, td:first-child { text-align: left; }
`;
