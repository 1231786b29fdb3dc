import { SAID_REASONS } from '../../schemas/escalation.ts';

/** Classes of the model: a person is needed, for one reason or another, or none is. */
export const OUTCOMES = [...SAID_REASONS, 'routine'] as const;
export const ROUTINE = SAID_REASONS.length;
