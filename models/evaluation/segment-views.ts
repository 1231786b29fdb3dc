/** What a network of segments is shown in the ablation of timing: everything, only words, or only behaviour. */
import { FEATURE_NAMES } from '../features/feature-vector.ts';
import { FEATURES, LOG_MESSAGES } from '../segments/deep.ts';

/** Features read from what was written, whenever that was. */
const SAID =
  /^(lastMoney|mostMoney|lastTokens|perMessage\.(questions|exclamations|tokens)|entity\..+|intentMean\..+|intentMost\..+)$/;
/** Features that are of both, so that neither words alone nor behaviour alone may have them. */
const MIXED = /^(intentTrace\..+|daysToTarget)$/;

export type Share = 'words' | 'behaviour' | 'both';

/** What each input of the network is of; the words' evidence and the number of messages come before the features. */
export const SHARE_OF_INPUT: readonly Share[] = [
  ...Array.from({ length: FEATURES }, (_, i): Share => (i === LOG_MESSAGES ? 'behaviour' : 'words')),
  ...FEATURE_NAMES.map(
    (name): Share => (SAID.test(name) ? 'words' : MIXED.test(name) ? 'both' : 'behaviour'),
  ),
];

export const VIEWS = ['all', 'words', 'behaviour'] as const;
export type View = (typeof VIEWS)[number];

/** @returns inputs with 0 where the view may not look: a network trained on such inputs learns nothing of them */
export const seenBy = (view: View, inputs: Float32Array): Float32Array =>
  view === 'all' ? inputs : inputs.map((value, i) => (SHARE_OF_INPUT[i] === view ? value : 0));
