/** How the simulated brokerage wants its leads nurtured: by the engine alone, a tenth held out. */
import { DEFAULT_SETTINGS, type NurtureSettings } from '../../schemas/nurture-settings.ts';
import { inventName } from '../invented-names.ts';

export const nurturingSettings = (
  agents: readonly string[],
  seed: number,
  change: Partial<NurtureSettings> = {},
): NurtureSettings => ({
  ...DEFAULT_SETTINGS,
  version: 2,
  autonomy: { default: 'automatic', bySegment: {}, byAgent: {} },
  holdout: { share: 0.1, salt: `world-${seed}` },
  sender: {
    brokerage: 'Lantern Realty',
    postalAddress: '20 Wharf Street, Boston, MA 02110',
    agents: Object.fromEntries(agents.map((agent, i) => [agent, { name: inventName(40 + i) }])),
  },
  templates: { check_in: 'check_in_1', re_engagement: 're_engagement_1', listing_match: 'listing_match_1' },
  ...change,
});
