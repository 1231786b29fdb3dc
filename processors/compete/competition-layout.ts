/** How a lead's competition is laid out in its state's bytes. The order is part of the format. */
import type { PriceEstimate } from '../../schemas/competition.ts';
import { complete } from '../row-layout.ts';
import type { CompetitionState, OpenAlert, Reason, Rival, SeenSignal, Tally } from './competition-state.ts';

const RIVAL = complete<Rival>()([
  'competitor',
  'kind',
  'name',
  'stance',
  'switching',
  'mentions',
  'firstAt',
  'lastAt',
  'quote',
  'source',
]);

const SIGNAL = complete<SeenSignal>()([
  'id',
  'monitor',
  'kind',
  'text',
  'source',
  'at',
  'expires',
  'competitor',
  'listing',
  'grave',
]);

const REASON = complete<Reason>()(['text', 'source', 'at']);

const ALERT = complete<OpenAlert>()([
  'id',
  'level',
  'cause',
  'text',
  'at',
  'status',
  'until',
  'dueAt',
  'raised',
  'toldAt',
]);

const PRICING = complete<PriceEstimate>()([
  'listing',
  'area',
  'price',
  'low',
  'high',
  'level',
  'method',
  ['comparables', ['listing', 'price', 'beds', 'baths', 'status', 'at', 'similarity'], 'each'],
]);

const TALLY = complete<Tally>()(['n', 'at']);

export const COMPETITION = complete<CompetitionState>()([
  ['rivals', RIVAL, 'each'],
  ['signals', SIGNAL, 'each'],
  'heard',
  ['portal', TALLY],
  ['moves', TALLY],
  ['cuts', TALLY],
  ['rises', TALLY],
  'gap',
  ['rate', ['named', 'told']],
  ['showing', ['listing', 'at']],
  'level',
  'p',
  'valueAtRisk',
  ['reasons', REASON, 'each'],
  'told',
  ['alert', ALERT],
  ['last', ['at', 'level']],
  'owed',
  'calmSince',
  'warnedAt',
  'played',
  ['pricing', PRICING],
  'pricedAt',
  ['check', ['generation', 'due']],
]);
