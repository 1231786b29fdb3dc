/** The judges a leads flow is served by, from the artefacts beside each model. */
import { openBackend } from './backend.ts';
import { loadEscalationJudge } from './escalation/model.ts';
import { loadFairHousingJudge } from './fair-housing/model.ts';
import { readText } from './features/read-text.ts';
import { runningFeatures } from './features/running-features.ts';
import { loadForecastJudge } from './forecast/served.ts';
import { loadIntentJudge } from './intents/model.ts';
import type { Judges } from './judges.ts';
import { loadChallenger } from './learning/load-challenger.ts';
import { loadMentionJudge } from './mentions/model.ts';
import { loadNextEventJudge } from './next-event/model.ts';
import { loadOptOutJudge } from './optout/model.ts';
import { loadPrebakeJudge } from './prebake/model.ts';
import { loadSegmentJudge } from './segments/model.ts';
import { loadThreatJudge } from './threat/model.ts';

/**
 * Opens the backend first. Throws where an artefact is missing or does not fit the code (`make train`).
 *
 * @param challenger folder of a second forecast's artefacts; none where absent
 */
export async function loadJudges(challenger?: URL): Promise<Judges> {
  const backend = await openBackend();
  const judges = {
    intents: loadIntentJudge(),
    optOut: loadOptOutJudge(),
    escalation: loadEscalationJudge(),
    fairHousing: loadFairHousingJudge(),
    mentions: loadMentionJudge(),
    segments: loadSegmentJudge(),
    forecast: loadForecastJudge(),
    nextEvent: loadNextEventJudge(),
    prebake: loadPrebakeJudge(),
    threat: loadThreatJudge(),
  };
  const versions = Object.fromEntries(Object.values(judges).map(({ name, version }) => [name, version]));
  return {
    ...{ readText, features: runningFeatures, ...judges, versions, backend },
    ...(challenger && { challenger: loadChallenger(challenger) }),
  };
}
