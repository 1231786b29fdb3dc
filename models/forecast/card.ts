/** What the ensemble's card says: how it was made, on what, how well it forecasts leads it had not seen, and its limits. */
import type { Card } from '../evaluation/cards.ts';
import { historyFigures } from '../evaluation/history-figures.ts';
import type { History } from '../history/history.ts';
import { FOREST_SETTINGS } from './behavioral.ts';
import { FUSION_SETTINGS } from './fusion.ts';
import { outOfFoldForecasts } from './out-of-fold-forecasts.ts';
import { ENSEMBLE_SETTINGS, type TrainedEnsemble } from './train-ensemble.ts';

const PRE_OFFER = ['inquiry', 'engaged', 'touring'];

export interface EnsembleCard extends Omit<Card, 'data'> {
  data: string;
  history: { leads: number; events: number; conversions: number; pooled: boolean; looks: number };
}

/** @param data where the history is from, in words, for the reader of the card */
export function ensembleCard(
  version: string,
  trained: TrainedEnsemble,
  history: History,
  data: string,
): EnsembleCard {
  const { edges: _, ...forest } = FOREST_SETTINGS;
  return {
    model: 'forecast',
    version,
    task: 'Whether and when a lead converts, day by day for 365 days, at any moment of its history.',
    method:
      'Four discrete-time hazard models with a cure fraction on shared clocks: temporal (LSTM over events), behavioral ' +
      '(random survival forest, then a network), graph (aggregates of listings, area and agent, then a network), market ' +
      '(area indices with lags, then a network). Their ln odds of each day are summed with weights by stage, ' +
      'learned out of fold by the integrated Brier score; pConvert is calibrated by stage (Platt, inverse-probability-of-censoring weights), days by ' +
      'distributional conformal prediction by stage. Baselines: Kaplan–Meier (Aalen–Johansen) and Cox at the landmark.',
    data,
    protocol:
      `${ENSEMBLE_SETTINGS.folds} folds by lead; members, fusion and calibration of each lead's forecast had not seen it. ` +
      'Early stopping on leads held aside within the learning folds.',
    settings: { ...ENSEMBLE_SETTINGS, fusion: FUSION_SETTINGS, forest },
    history: {
      leads: history.leads.length,
      events: history.events.length,
      conversions: trained.conversions,
      pooled: trained.pooled,
      looks: trained.outOfFold.looks.length,
    },
    figures: historyFigures(outOfFoldForecasts(trained, history), PRE_OFFER),
    limits: [
      'One-sided bounds are conformal among leads that convert within the horizon, if leads are exchangeable; two-sided ' +
        'bounds have no distribution-free guarantee under right-censoring. Measured coverage is in the figures.',
      `A date is stated where the calibrated probability to hit within ±2 days is such that ${Math.round(100 * trained.model.calibration.promise)} % of stated ones hit out of fold; in another market that must be measured again.`,
      'Weights of the censoring take sight to end independently of conversion.',
      'Below 120 conversions the pooled prior is kept and only its level is adjusted.',
      'Reasons are credited in a fixed order of groups: what overlaps goes to the group that comes first.',
    ],
  };
}
