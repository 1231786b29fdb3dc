/** A decision explained on one page of plain text. */

import { CONTEXT_NAMES } from '../models/policy/context.ts';
import type { NurtureDecision, NurtureRecord } from '../schemas/nurture.ts';
import type { Explained } from './explain.ts';

const MOST_ARMS = 12;

export function explainPage({ records, insight }: Explained): string[] {
  const decision = records.find((record): record is NurtureDecision => record.kind === 'decision');
  if (!decision) return ['No such decision is on the log.'];
  return [
    ...what(decision),
    ...(insight ? known(insight) : []),
    ...odds(decision),
    ...records.filter((record) => record !== decision).flatMap(after),
  ];
}

function what({
  id,
  lead,
  at,
  action,
  channel,
  strategy,
  delay,
  content,
  why,
  autonomy,
  holdout,
  mode,
}: NurtureDecision) {
  const done =
    action === 'none' ? 'nothing' : `${action.replaceAll('_', ' ')} by ${channel} (${strategy}, ${delay})`;
  return [
    `Decision ${id} about ${lead}, ${at}: ${done}`,
    `  why         ${why}`,
    `  chosen by   ${mode}; autonomy ${autonomy}${holdout ? '; in the holdout' : ''}`,
    ...(content
      ? [
          `  to be sent  ${content.sendTiming}, expected to be answered ${percent(content.expectedResponseRate)}`,
          ...`${content.subject ? `${content.subject}\n` : ''}${content.body}`
            .split('\n')
            .map((line) => `  | ${line}`),
        ]
      : []),
  ];
}

function known({ forecast, profile, cause, happening }: NonNullable<Explained['insight']>): string[] {
  const { kind, pConvert, medianDays } = forecast;
  return [
    'What was known then',
    `  event       ${cause.kind} ${cause.id}${happening.text ? `: “${happening.text.slice(0, 120)}”` : ''}`,
    `  forecast    ${percent(pConvert)} within the horizon, half of those within ${medianDays} days (${kind})`,
    `  segment     ${profile.primaryMicrosegment} (${percent(profile.confidenceScore)}): ${profile.conversionApproach}`,
    ...forecast.reasons
      .slice(0, 4)
      .map(({ weight, text }) => `  reason      ${weight > 0 ? '+' : ''}${weight} ${text}`),
  ];
}

function odds({ arms, propensity, policyVersion, context, refused, mode }: NurtureDecision): string[] {
  const rules = refused.map(
    ({ rule, why, until }) => `  ruled out   ${rule}: ${why}${until ? ` (until ${until})` : ''}`,
  );
  if (mode === 'rule')
    return ['What else could have been done', '  nothing was weighed: the event calls for it', ...rules];
  const more = arms.length > MOST_ARMS ? `, and ${arms.length - MOST_ARMS} more` : '';
  return [
    'What else could have been done',
    `  odds        ${percent(propensity)} of ${arms.length} by policy ${policyVersion}`,
    `  arms        ${arms.slice(0, MOST_ARMS).join(', ')}${more}`,
    `  seen        ${CONTEXT_NAMES.map((name, i) => `${name} ${context[i]}`).join(', ')}`,
    ...rules,
  ];
}

function after(record: NurtureRecord): string[] {
  switch (record.kind) {
    case 'send':
      return [`Ordered ${record.at} by ${record.channel}, content ${record.contentHash.slice(0, 12)}`];
    case 'receipt':
      return [
        `Receipt ${record.at}: why it could lawfully be sent`,
        `  consent     ${record.consent.basis} since ${record.consent.since}${record.consent.text ? `: “${record.consent.text}”` : ''}${record.consent.source ? ` (${record.consent.source})` : ''}`,
        `  location    ${record.location.evidence}: ${record.location.zones.map((zone, i) => `${zone} ${record.location.localTimes[i]}`).join(', ')}`,
        `  rules       ${pairs(record.rules)}`,
        `  caps        ${pairs(record.caps)}`,
        `  fair housing ${percent(record.fairHousing.p)} (${record.fairHousing.class}); approved by ${record.approver}`,
        `  models      ${pairs(record.models)}`,
      ];
    case 'outcome':
      return [`Outcome ${record.at}: ${record.result}, reward ${record.reward}`];
    case 'change':
      return [`${record.at} ${record.change.replaceAll('_', ' ')} by ${record.by}: ${record.why}`];
    default:
      return [`${record.at} ${record.kind}`];
  }
}

const percent = (p: number): string => `${(100 * p).toFixed(p < 0.1 ? 1 : 0)} %`;
const pairs = (record: Record<string, string>): string =>
  Object.entries(record)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
